/** Who may use which route, asked of the real server for every route there is, so that a new one is covered at once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { type AnyRoute, API_ROOT } from "../../src/api/route.ts";
import { type EveryCaller, everyCaller, HOST, MAY, OUTSIDE } from "./every-caller.ts";
import { serveFakes } from "./serve-fakes.ts";

/** Codes with which the door is closed before a request is read. */
const CLOSED: ReadonlySet<string> = new Set([
  "NOT_SIGNED_IN",
  "NOT_PERMITTED",
  "PASSWORD_CHANGE_NEEDED",
  "SESSION_LOCKED",
  "SESSION_ENDED",
]);

let callers: EveryCaller;
let app: ReturnType<typeof serveFakes>;

beforeAll(async () => {
  callers = await everyCaller();
  const metrics = { openOnLoopback: false, contentType: "text/plain", text: async () => "" };
  const services = { access: accessSource(callers.access, ALL_ROUTES), metrics };
  app = serveFakes({ services, callers: callerSource(callers.access) });
});
afterAll(async () => {
  await app.close();
  callers.close();
});

/** A request that no route can carry out: only whether the door opens is asked. */
async function codeOf(caller: string, { method, path }: AnyRoute): Promise<string> {
  const url = `${API_ROOT}${path.replace(/:\w+/g, "no-such")}?after=nonsense`;
  const change = { "content-type": "application/json", origin: `http://${HOST}` };
  const headers = {
    host: HOST,
    ...callers.headersOf.get(caller),
    ...(method === "GET" ? {} : change),
  };
  const body = method === "GET" ? {} : { payload: '{"no such field":1}' };
  const answer = await app.inject({ method, url, headers, ...body });
  if (!answer.headers["content-type"]?.toString().startsWith("application/json")) return "none";
  const { error } = answer.json() as { error?: { code: string } };
  return error?.code ?? "none";
}

function isOpenFor(caller: string, { needs }: AnyRoute): boolean {
  if (needs === "anybody") return true;
  if (needs === "signed-in") return !OUTSIDE.has(caller);
  return MAY[caller]?.includes(needs) ?? false;
}

describe("the doors of the API", () => {
  test.each(Object.keys(MAY))("are open and closed for %s as the table says", async (caller) => {
    expect(callers.headersOf.has(caller)).toBe(true);
    const wrong: string[] = [];
    for (const route of ALL_ROUTES) {
      const code = await codeOf(caller, route);
      if (CLOSED.has(code) === isOpenFor(caller, route)) wrong.push(`${route.operation}: ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  test("stand open for everybody only where nobody can be signed in yet, or nothing is told", () => {
    const open = ALL_ROUTES.filter(({ needs }) => needs === "anybody");
    expect(open.map(({ operation }) => operation).sort()).toEqual([
      "health",
      "lamp",
      "lockSession",
      "openApi",
      "session",
      "setUp",
      "signIn",
      "signOut",
    ]);
  });

  test("are closed to readers where something is changed", () => {
    const changing = ALL_ROUTES.filter(({ method, needs }) => method !== "GET" && needs === "look");
    expect(changing.map(({ operation }) => operation).sort()).toEqual([
      "checkLayout",
      "drawLayout",
      "importLayout",
      "previewReview",
    ]);
  });

  test("open to a supervisor's authorisation never where people are administered or something is signed", () => {
    const authorisable = ALL_ROUTES.filter((route) => route.authorisable === true);
    expect(authorisable.length).toBeGreaterThan(0);
    for (const { needs } of authorisable) expect(["review", "layouts"]).toContain(needs);
  });
});

test.each(["Bearer made-up", "Command made-up", "Basic YTpi", "Bearer", "nonsense"])(
  "credentials that are none (%s) are refused even where everybody may look",
  async (authorization) => {
    const headers = { host: HOST, authorization };
    const answer = await app.inject({ url: `${API_ROOT}/plates/none`, headers });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, "TOKEN_REFUSED"]);
  },
);

/** Who may use which route, asked of the real server for every route there is, so that a new one is covered at once. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { type AnyRoute, API_ROOT } from "../../src/api/route.ts";
import { SCOPES } from "../../src/domain/person.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { serveFakes } from "./serve-fakes.ts";

const PASSWORD = "violet formazan morning";
const HOST = "localhost:80";

/** What each may do, spelled out once more: a change of the table in the program must be a change here. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "a technician": ["look", "bench", "plan"],
  "a reviewer": ["look", "bench", "plan", "layouts", "review", "sign", "trail"],
  "an administrator": ["look", "layouts", "trail", "administer"],
  "a technician's badge": ["look", "bench", "plan"],
  "a reviewer's badge": ["look", "bench", "plan"],
  "an administrator's badge": ["look"],
  "a token of look": ["look"],
  "a token of bench": ["bench"],
  "a token of plan": ["plan"],
  "a token of trail": ["trail"],
  "a command": ["look", "bench", "plan"],
  "a person with somebody else's password": [],
  "a locked session": [],
  "an ended session": [],
  nobody: [],
};

/** Codes with which the door is closed before a request is read. */
const CLOSED: ReadonlySet<string> = new Set([
  "NOT_SIGNED_IN",
  "NOT_PERMITTED",
  "PASSWORD_CHANGE_NEEDED",
  "SESSION_LOCKED",
  "SESSION_ENDED",
]);

/** Nobody is signed in yet, or not any more. */
const OUTSIDE: ReadonlySet<string> = new Set(["nobody", "a locked session", "an ended session"]);

const folder = mkdtempSync(join(tmpdir(), "platewarden-roles-"));
let store: Store;
let app: ReturnType<typeof serveFakes>;
const headersOf = new Map<string, Record<string, string>>();

async function makeCallers(): Promise<void> {
  store = openStore(join(folder, "platewarden.sqlite"));
  const access = createAccess({ store, nowMs: () => Date.now(), lockAfterMs: 600_000 });
  const cookie = (secret: string) => ({ cookie: `platewarden_80=${secret}` });
  const articles = { technician: "a", reviewer: "a", administrator: "an" } as const;
  for (const role of ["technician", "reviewer", "administrator"] as const) {
    const badge = `B-${role}`;
    const person = { name: `The ${role}`, role, password: PASSWORD, mustChangePassword: false };
    const { id } = await access.accounts.add({ ...person, badge }, "the test");
    await access.accounts.setPin(id, "4711");
    const name = `${articles[role]} ${role}`;
    const byPassword = { name: person.name, password: PASSWORD };
    headersOf.set(name, cookie(await access.signIn.signIn(byPassword, null)));
    const byBadge = { badge, pin: "4711" };
    headersOf.set(`${name}'s badge`, cookie(await access.signIn.signIn(byBadge, null)));
  }
  for (const scope of SCOPES) {
    const { secret } = access.tokens.add({ name: scope, scopes: [scope] }, "the test");
    headersOf.set(`a token of ${scope}`, { authorization: `Bearer ${secret}` });
  }
  const command = { authorization: `Command ${access.commandSecret}` };
  headersOf.set("a command", { ...command, "platewarden-operator": "A.%20Jansen" });
  const fresh = { name: "New", role: "reviewer", password: PASSWORD } as const;
  await access.accounts.add({ ...fresh, mustChangePassword: true }, "the test");
  const credentials = { name: "New", password: PASSWORD };
  headersOf.set(
    "a person with somebody else's password",
    cookie(await access.signIn.signIn(credentials, null)),
  );
  const reviewer = { name: "The reviewer", password: PASSWORD };
  const locked = await access.signIn.signIn(reviewer, null);
  const lockedSession = access.sessions.find(locked);
  if (lockedSession !== null) access.sessions.lock(lockedSession);
  headersOf.set("a locked session", cookie(locked));
  const ended = await access.signIn.signIn(reviewer, null);
  const endedSession = access.sessions.find(ended);
  if (endedSession !== null) access.signIn.signOut(endedSession);
  headersOf.set("an ended session", cookie(ended));
  headersOf.set("nobody", {});
  const services = { access: accessSource(access, ALL_ROUTES) };
  app = serveFakes({ services, callers: callerSource(access) });
}

beforeAll(makeCallers);
afterAll(async () => {
  await app.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A request that no route can carry out: only whether the door opens is asked. */
async function codeOf(caller: string, { method, path }: AnyRoute): Promise<string> {
  const url = `${API_ROOT}${path.replace(/:\w+/g, "no-such")}?after=nonsense`;
  const change = { "content-type": "application/json", origin: `http://${HOST}` };
  const headers = { host: HOST, ...headersOf.get(caller), ...(method === "GET" ? {} : change) };
  const body = method === "GET" ? {} : { payload: '{"no such field":1}' };
  const answer = await app.inject({ method, url, headers, ...body });
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
    expect(headersOf.has(caller)).toBe(true);
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

/**
 * Walks the OpenAPI document as the server gives it to anybody, as everybody there is, with parameters and bodies that
 * look right, over every path and every method, also those that are not there.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import type { ApiServices } from "../../src/api/api-services.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { STRICT_HEADERS } from "../../src/api/loopback-guard.ts";
import { API_ROOT } from "../../src/api/route.ts";
import { type EveryCaller, everyCaller, HOST, MAY, OUTSIDE } from "../api/every-caller.ts";
import { serveFakes } from "../api/serve-fakes.ts";

type App = ReturnType<typeof serveFakes>;
type Answer = Awaited<ReturnType<typeof asking>>;

interface Described {
  readonly operationId: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly example?: string;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly example?: unknown }>>;
  };
}

interface Operation extends Described {
  readonly path: string;
  readonly method: string;
  /** As the document says it. */
  readonly needs: string;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;

/** With these the door is closed before a request is read. */
const CLOSED: ReadonlySet<string> = new Set([
  "NOT_SIGNED_IN",
  "NOT_PERMITTED",
  "PASSWORD_CHANGE_NEEDED",
  "SESSION_LOCKED",
  "SESSION_ENDED",
]);

const BEHIND: readonly (keyof ApiServices)[] = [
  "bench",
  "plans",
  "cohort",
  "health",
  "incidents",
  "metrics",
  "layouts",
  "notices",
  "raw",
  "reports",
  "review",
  "trail",
];

/** What lies behind the doors: every call is written down, and none answers. */
const called: string[] = [];
const behind = Object.fromEntries(
  BEHIND.map((name) => [
    name,
    new Proxy(
      {},
      {
        get: (_, member) =>
          member === "openOnLoopback"
            ? false
            : () => {
                called.push(`${name}.${String(member)}`);
                throw new Error("nothing lies behind this door");
              },
      },
    ),
  ]),
);

let callers: EveryCaller;
let app: App;
let operations: readonly Operation[];

function needsOf(description: string): string {
  if (description.startsWith("Needs no sign-in")) return "anybody";
  if (description.startsWith("Needs somebody signed in")) return "signed-in";
  return /^Needs the permission `(\w+)`/.exec(description)?.[1] ?? "unknown";
}

beforeAll(async () => {
  callers = await everyCaller();
  const services = { ...behind, access: accessSource(callers.access, ALL_ROUTES) };
  app = serveFakes({ services, callers: callerSource(callers.access) });
  const served = await app.inject({ url: `${API_ROOT}/openapi.json`, headers: { host: HOST } });
  const { paths } = served.json() as { paths: Record<string, Record<string, Described>> };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      ...one,
      path,
      method: method.toUpperCase(),
      needs: needsOf(one.description),
    })),
  );
});
afterAll(async () => {
  await app.close();
  callers.close();
});

/** The path with its parameters: the document's own examples, or what nobody has. */
function addressOf({ path, parameters }: Operation, known = true): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((one) => one.in === "path" && one.name === name)?.example;
    return encodeURIComponent(known ? (example ?? "PW-C-1") : "no-such");
  });
  return `${API_ROOT}${filled}`;
}

function asking(
  caller: string,
  { method, url, body }: { method: string; url: string; body?: unknown },
  more: Readonly<Record<string, string>> = {},
) {
  const change = { "content-type": "application/json", origin: `http://${HOST}` };
  const reads = method === "GET" || method === "HEAD";
  const headers = {
    host: HOST,
    ...callers.headersOf.get(caller),
    ...(reads ? {} : change),
    ...more,
  };
  const payload = reads ? {} : { payload: JSON.stringify(body ?? {}) };
  return app.inject({ method: method as "GET", url, headers, ...payload });
}

const bodyOf = (operation: Operation): unknown =>
  operation.requestBody?.content["application/json"]?.example ?? {};

function codeOf(answer: Answer): string {
  if (answer.body === "") return String(answer.statusCode);
  const { error } = answer.json() as { error?: { code: string } };
  return error?.code ?? String(answer.statusCode);
}

function isOpenFor(caller: string, needs: string): boolean {
  if (needs === "anybody") return true;
  if (needs === "signed-in") return !OUTSIDE.has(caller);
  return MAY[caller]?.includes(needs) ?? false;
}

/** What changes who is signed in would change the rest of the walk. */
const WALKED_LAST = new Set([
  "signOut",
  "lockSession",
  "changePassword",
  "setPin",
  "signIn",
  "setUp",
]);

describe("the document", () => {
  test("names every route there is, and what it needs as the route itself does", () => {
    const described = operations.map(({ operationId, needs }) => `${operationId} ${needs}`);
    const there = ALL_ROUTES.map(({ operation, needs }) => `${operation} ${needs}`);
    expect(described.sort()).toEqual(there.sort());
    expect(operations.length).toBeGreaterThan(60);
  });
});

describe("every route, asked with what looks right", () => {
  test.each(Object.keys(MAY))("as %s is open or refused as the document says", async (caller) => {
    const wrong: string[] = [];
    const walked = operations.filter(({ operationId }) => !WALKED_LAST.has(operationId));
    for (const operation of walked) {
      called.length = 0;
      const request = {
        method: operation.method,
        url: addressOf(operation),
        body: bodyOf(operation),
      };
      const answer = await asking(caller, request);
      const code = codeOf(answer);
      const open = isOpenFor(caller, operation.needs);
      const refusedRightly = CLOSED.has(code) && [401, 403].includes(answer.statusCode);
      if (open === refusedRightly) wrong.push(`${operation.operationId}: ${code}`);
      if (!open && called.length > 0) wrong.push(`${operation.operationId} called ${called}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(Object.keys(MAY))(
    "as %s does not tell by a refusal whether something is there",
    async (caller) => {
      const telling: string[] = [];
      const withParameters = operations.filter(
        ({ path, needs }) => path.includes("{") && !isOpenFor(caller, needs),
      );
      for (const operation of withParameters) {
        const { method } = operation;
        const known = await asking(caller, {
          method,
          url: addressOf(operation),
          body: bodyOf(operation),
        });
        const unknown = await asking(caller, {
          method,
          url: addressOf(operation, false),
          body: {},
        });
        const subjectless = (body: string) => body.replace(/"subject":"[^"]*"/, "");
        if (
          known.statusCode !== unknown.statusCode ||
          subjectless(known.body) !== subjectless(unknown.body)
        )
          telling.push(operation.operationId);
      }
      expect(telling).toEqual([]);
    },
  );

  test("the walk has doors to find open and closed for everybody inside", () => {
    for (const caller of Object.keys(MAY)) {
      const open = operations.filter(({ needs }) => isOpenFor(caller, needs)).length;
      expect([caller, open > 0 && open < operations.length]).toEqual([caller, true]);
    }
  });
});

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);
}

describe("a method that a path does not have", () => {
  test.each(["nobody", "a technician", "a reviewer", "an administrator", "a command"])(
    "is unknown to %s, whatever the path",
    async (caller) => {
      const wrong: string[] = [];
      const paths = new Map(operations.map((one) => [one.path, one]));
      for (const [path, operation] of paths) {
        // “/plans/check” is a plan called “check” as well.
        const there = operations
          .filter((one) => patternOf(one.path).test(path))
          .map(({ method }) => method);
        const missing = METHODS.filter(
          (method) => !there.includes(method) && !(method === "HEAD" && there.includes("GET")),
        );
        for (const method of missing) {
          const answer = await asking(caller, { method, url: addressOf(operation) });
          const isUnknown = [404, 405].includes(answer.statusCode);
          if (!isUnknown) wrong.push(`${method} ${path}: ${answer.statusCode}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  test("HEAD is held to what GET needs", async () => {
    for (const operation of operations.filter(
      ({ method, needs }) => method === "GET" && needs !== "anybody",
    )) {
      const answer = await asking("nobody", { method: "HEAD", url: addressOf(operation) });
      expect([operation.path, answer.statusCode, answer.body]).toEqual([operation.path, 401, ""]);
    }
  });
});

describe("a change that a page of elsewhere sends with somebody's cookie", () => {
  const FOREIGN: readonly (readonly [string, Record<string, string>, string])[] = [
    ["another origin", { origin: "http://evil.example" }, "ORIGIN_REFUSED"],
    ["another port of this computer", { origin: "http://localhost:3000" }, "ORIGIN_REFUSED"],
    ["a sandboxed page", { origin: "null" }, "ORIGIN_REFUSED"],
    [
      "a site that Fetch Metadata calls foreign",
      { "sec-fetch-site": "cross-site" },
      "ORIGIN_REFUSED",
    ],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, "CONTENT_TYPE_REFUSED"],
    ["a form with plain text", { "content-type": "text/plain" }, "CONTENT_TYPE_REFUSED"],
    ["a name of its own for this computer", { host: "evil.example" }, "HOST_REFUSED"],
  ];

  test.each(FOREIGN)("from %s is refused at every route", async (_, headers, code) => {
    const changing = operations.filter(({ method }) => method !== "GET");
    expect(changing.length).toBeGreaterThan(30);
    for (const operation of changing) {
      called.length = 0;
      const request = {
        method: operation.method,
        url: addressOf(operation),
        body: bodyOf(operation),
      };
      const answer = await asking("a reviewer", request, headers);
      expect([operation.operationId, codeOf(answer), called]).toEqual([
        operation.operationId,
        code,
        [],
      ]);
    }
  });

  test("without saying where it comes from is refused at every route", async () => {
    for (const operation of operations.filter(({ method }) => method !== "GET")) {
      const answer = await app.inject({
        method: operation.method as "POST",
        url: addressOf(operation),
        headers: {
          host: HOST,
          "content-type": "application/json",
          ...callers.headersOf.get("a reviewer"),
        },
        payload: "{}",
      });
      expect([operation.operationId, codeOf(answer)]).toEqual([
        operation.operationId,
        "ORIGIN_REFUSED",
      ]);
    }
  });
});

describe("every answer", () => {
  test("has the strict headers, is not kept, and says nothing of what serves it", async () => {
    for (const operation of operations) {
      const request = { method: operation.method, url: addressOf(operation) };
      for (const caller of ["nobody", "an administrator"]) {
        if (WALKED_LAST.has(operation.operationId)) continue;
        const { headers } = await asking(caller, request);
        expect(headers).toMatchObject({ ...STRICT_HEADERS, "cache-control": "no-store" });
        for (const name of Object.keys(headers)) {
          expect(name).not.toMatch(/^(server|x-powered-by|access-control-.*|x-ratelimit-.*)$/);
        }
      }
    }
  });

  test.each(["/", "/assets/none.js", "/api", "/api/v2/plates", "/%zz", "/metrics", "/api/health"])(
    "of %s too",
    async (url) => {
      const { headers } = await asking("nobody", { method: "GET", url });
      expect(headers).toMatchObject(STRICT_HEADERS);
    },
  );
});

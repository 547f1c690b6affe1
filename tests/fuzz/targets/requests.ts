/** What a browser, a program or an enemy sends to the HTTP server. */

import type { CallerSource } from "../../../src/api/access-guard.ts";
import { ALL_ROUTES } from "../../../src/api/all-routes.ts";
import type { AnyRoute } from "../../../src/api/route.ts";
import { serveFakes } from "../../api/serve-fakes.ts";
import { demand, type FuzzTarget } from "../target.ts";

const PARTS = {
  params: { id: "01a20b8e-3441-7438-b045-e709e6248f95", barcode: "PW-A", well: "A1", name: "x" },
  query: { limit: "50", before: "9", fromUtc: "2026-01-01T00:00:00.000Z", text: "a", at: "1" },
  body: {
    name: "A. Jansen",
    password: "correct horse",
    reason: "because it is so",
    barcode: "PW-A",
    well: "A1",
    wells: ["A1"],
    meaning: "approve",
    comment: null,
    text: "schema = 1",
    turn: "as-read",
    version: 1,
  },
  headers: {},
};

/** Nobody is signed in, so that nothing is done: what is looked at is the reading of the request. */
const NOBODY: CallerSource = {
  callerOf: () => ({ kind: "nobody", name: "nobody", permissions: new Set() }),
  stands: () => false,
  spend: () => undefined,
};

/** The schema of each route: what comes from outside either fits or is refused, whatever it is. */
function schemas(): FuzzTarget {
  const texts = ALL_ROUTES.map((_route, at) =>
    Buffer.concat([Buffer.from([at % 256]), Buffer.from(JSON.stringify(PARTS))]),
  );
  return {
    name: "request schemas",
    kind: "text",
    corpus: () => texts,
    run: (bytes) => {
      const route = ALL_ROUTES[(bytes[0] ?? 0) % ALL_ROUTES.length];
      demand(route !== undefined, "a route");
      let data: unknown;
      try {
        data = JSON.parse(bytes.subarray(1).toString("utf8"));
      } catch {
        return "no JSON";
      }
      const parsed = route.request.safeParse(data);
      return parsed.success
        ? `taken ${JSON.stringify(parsed.data)}`
        : `refused ${JSON.stringify(parsed.error.issues.length)}`;
    },
  };
}

function isOpen({ needs, openTo }: AnyRoute): boolean {
  return needs === "anybody" || openTo !== undefined;
}

/** A line of address, a line of header, the rest is the body. */
function wire(): FuzzTarget {
  const server = serveFakes({ callers: NOBODY });
  const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;
  // Those answer anybody out of services that are not there; the reading of their requests is that of all others.
  const guarded = ALL_ROUTES.filter((one) => !isOpen(one));
  const open = ALL_ROUTES.filter(isOpen).map(({ path }) => path);
  const corpus = guarded.map(({ method, path }) =>
    Buffer.from(
      `${method}\n/api/v1${path}?limit=5\ncookie: platewarden_80=x\n${JSON.stringify(PARTS.body)}`,
    ),
  );
  return {
    name: "http requests",
    kind: "text",
    corpus: () => corpus,
    run: async (bytes) => {
      const [method = "", url = "/", header = "", ...rest] = bytes.toString("latin1").split("\n");
      const [name = "", value = ""] = header.split(/: ?/, 2);
      const answer = await server.inject({
        method: methods.find((one) => one === method) ?? "POST",
        url: `/${url.replace(/^\/+/, "")}`,
        headers: {
          host: "localhost",
          "content-type": "application/json",
          ...(/^[a-z-]+$/i.test(name) && /^[\x20-\x7e]*$/.test(value) ? { [name]: value } : {}),
        },
        payload: rest.join("\n"),
      });
      const isOpen = open.some((path) => url.includes(path));
      demand(
        answer.statusCode !== 500 || isOpen,
        `${answer.statusCode} ${answer.body.slice(0, 200)}`,
      );
      return `${answer.statusCode < 400 ? "taken" : "refused"} ${answer.statusCode}`;
    },
  };
}

export function requestTargets(): FuzzTarget[] {
  return [schemas(), wire()];
}

/** The real server with real accounts on a fresh database, and browsers that keep their cookie, over real sockets. */
import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { type AccessBench, accessBench, PASSWORD } from "../access/access-bench.ts";
import { createFakeBench, type FakeBench } from "./fake-bench-service.ts";
import { type FakeServerOptions, serveFakes } from "./serve-fakes.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of the error, when it is one. */
  readonly code: string | null;
  readonly body: unknown;
  readonly setCookie: string | null;
  readonly headers: Headers;
}

export interface Browser {
  /** The cookie as it would be sent; null without one. */
  cookie(): string | null;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** By password, or by badge and PIN; fails when it is refused. */
  signIn(credentials: object): Promise<Answer>;
}

export interface AccessServer extends AccessBench {
  readonly app: FastifyInstance;
  readonly address: string;
  readonly bench: FakeBench;
  /** Nobody is signed in at it yet. */
  browser(cookie?: string): Browser;
  /** A browser at which a fresh person of that name is signed in by password. */
  signedIn(name: string, role: "technician" | "reviewer" | "administrator"): Promise<Browser>;
}

export async function serveAccess(
  more: Pick<FakeServerOptions, "most"> = {},
): Promise<AccessServer> {
  const people = accessBench();
  const bench = createFakeBench();
  const access = accessSource(people.access, ALL_ROUTES);
  const callers = callerSource(people.access);
  const app = serveFakes({ services: { access, bench }, callers, heartbeatMs: 20, ...more });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());

  function browser(given?: string): Browser {
    let cookie = given ?? null;

    async function send(path: string, init: RequestInit): Promise<Answer> {
      const headers = new Headers(init.headers);
      if (cookie !== null) headers.set("cookie", cookie);
      const response = await fetch(`${address}/api/v1${path}`, { ...init, headers });
      const setCookie = response.headers.get("set-cookie");
      if (setCookie !== null) cookie = kept(setCookie);
      const text = await response.text();
      const body: unknown = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null;
      const code = (body as { error?: { code?: string } } | null)?.error?.code ?? null;
      return { status: response.status, text, body, code, setCookie, headers: response.headers };
    }

    const post: Browser["post"] = (path, body = {}, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address, ...headers },
        body: JSON.stringify(body),
      });
    return {
      cookie: () => cookie,
      get: (path, headers = {}) => send(path, { headers }),
      post,
      signIn: async (credentials) => {
        const answer = await post("/session/sign-in", credentials);
        if (answer.status !== 200) throw new Error(answer.text);
        return answer;
      },
    };
  }

  return {
    ...people,
    app,
    address,
    bench,
    browser,
    signedIn: async (name, role) => {
      await people.add(name, { role });
      const one = browser();
      await one.signIn({ name, password: PASSWORD });
      return one;
    },
  };
}

/** What a browser sends back; null when the cookie is taken away. */
function kept(setCookie: string): string | null {
  const [pair = ""] = setCookie.split(";");
  return pair.endsWith("=") ? null : pair;
}

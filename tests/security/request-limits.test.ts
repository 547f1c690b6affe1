/** How often somebody may ask, what a request may look like, and that nobody uses up another one's share. */

import { EventEmitter } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CallerSource } from "../../src/api/access-guard.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { createLiveFeeds } from "../../src/api/live-feeds.ts";
import { STRICT_HEADERS } from "../../src/api/loopback-guard.ts";
import { USUAL_MOST } from "../../src/api/request-limits.ts";
import { webDoor } from "../../src/api/web-door.ts";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { PASSWORD } from "../access/access-bench.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";
import { signedInAs } from "../api/fake-callers.ts";
import { serveAccess } from "../api/serve-access.ts";
import { serveFakes } from "../api/serve-fakes.ts";

const FEW = { ofOne: 20, refused: 10, guesses: 6 };

describe("asking again and again", () => {
  /** Whoever the header `x-who` says; each has a session of its own. */
  const callers: CallerSource = {
    ...signedInAs("reviewer"),
    callerOf: (request, route) => {
      const who = String(request.headers["x-who"]);
      if (who === "command") return { kind: "command", name: "c", permissions: new Set(["look"]) };
      if (who === "undefined") throw new PlatewardenError("NOT_SIGNED_IN", "Nobody is signed in.");
      return { ...signedInAs("reviewer").callerOf(request, route), sessionId: who } as never;
    },
  };

  async function askTimes(count: number, who?: string) {
    const app = serveFakes({ callers, most: FEW });
    onTestFinished(() => app.close());
    const ask = (as?: string) =>
      app.inject({
        url: "/api/v1/scan/A",
        headers: as === undefined ? {} : { "x-who": as },
      });
    for (let one = 0; one < count; one += 1) await ask(who);
    return { app, last: await ask(who), other: await ask("another") };
  }

  test("one session that asks more than pages ever do waits, and no other one with it", async () => {
    const { last, other } = await askTimes(FEW.ofOne, "one");
    expect([last.statusCode, last.json().error.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
    expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(last.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(other.statusCode).toBe(200);
  });

  test("a command never waits", async () => {
    const { last } = await askTimes(FEW.ofOne + FEW.refused, "command");
    expect(last.statusCode).toBe(200);
  });

  test("who is refused again and again is told to wait; who may is let in", async () => {
    const { last, other } = await askTimes(FEW.refused);
    expect(last.statusCode).toBe(429);
    expect(other.statusCode).toBe(200);
  });
});

test("what a bench at work asks is far below", () => {
  // Sixteen pages of one session, each of which asks three times a second.
  expect(USUAL_MOST.ofOne).toBeGreaterThan(2 * 16 * 3 * 60);
});

describe("guessing", () => {
  test("at one name is cut off, while another person signs in at the same computer", async () => {
    const server = await serveAccess({ most: { ...FEW, ofOne: 100 } });
    await server.add("A. Jansen");
    await server.add("B. Visser");
    const browser = server.browser();
    const codes = new Set<string | null>();
    for (let one = 0; one <= FEW.guesses; one += 1) {
      const tried = { name: "a. jansen", password: `guess ${one}` };
      codes.add((await browser.post("/session/sign-in", tried)).code);
    }
    expect([...codes]).toEqual(["SIGN_IN_REFUSED", "SIGN_IN_SLOWED", "TOO_MANY_REQUESTS"]);
    expect((await browser.signIn({ name: "B. Visser", password: PASSWORD })).status).toBe(200);
  });

  test("is counted wherever a password, a PIN or a code is sent", () => {
    const sendsSecret = ALL_ROUTES.filter(({ request }) =>
      /"(?:password|pin|code|oldPassword)"/.test(JSON.stringify(shapeOf(request))),
    );
    const needless = ["addPerson", "changePerson"];
    const wanted = sendsSecret
      .map(({ operation }) => operation)
      .filter((operation) => !needless.includes(operation));
    const counted = ALL_ROUTES.filter(({ guessable }) => guessable === true);
    expect(counted.map(({ operation }) => operation).sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(5);
  });

  /** Names of all fields of a Zod object, however deep. */
  function shapeOf(schema: unknown): unknown {
    const { def } = (schema as { def?: Record<string, unknown> }) ?? {};
    if (def === undefined) return null;
    const shape = def.shape as Record<string, unknown> | undefined;
    if (shape !== undefined) {
      return Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, shapeOf(one)]));
    }
    return [...((def.options as unknown[]) ?? []), def.innerType, def.in].map(shapeOf);
  }
});

describe("what is no request", () => {
  async function answerTo(sent: string, more: { wait?: boolean } = {}): Promise<string> {
    const app = serveFakes();
    onTestFinished(() => app.close());
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    return new Promise((resolve) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(sent));
      socket.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (more.wait !== true && text.includes("\r\n\r\n")) socket.end();
      });
      socket.on("error", () => undefined);
      socket.once("close", () => resolve(text));
    });
  }

  const cases: readonly [string, string, number][] = [
    ["noise", "\x16\x03\x01\x02\r\n\r\n", 400],
    ["a method that is none", "STEAL /api/v1/session HTTP/1.1\r\nhost: localhost\r\n\r\n", 400],
    [
      "an address that is too long",
      `GET /${"a".repeat(17_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
      431,
    ],
    [
      "a header that is too long",
      `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"a".repeat(17_000)}\r\n\r\n`,
      431,
    ],
    [
      "two lengths of one body",
      "POST /api/v1/runs HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
    ],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
  ];

  test.each(cases)("%s is refused", async (_, sent, status) => {
    const text = await answerTo(sent);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).not.toMatch(/^(server|x-powered-by):/im);
  });

  test("is answered with all the strict headers", async () => {
    const text = await answerTo("nonsense\r\n\r\n");
    for (const [name, value] of Object.entries(STRICT_HEADERS)) {
      expect(text).toContain(`${name}: ${value}\r\n`);
    }
    expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "").error.code).toBe("REQUEST_INVALID");
  });
});

test("a server gives up on who sends slowly, and holds only so many connections", () => {
  const server = webDoor().makeServer(() => undefined);
  expect(server.headersTimeout).toBe(10_000);
  expect(server.requestTimeout).toBe(30_000);
  expect(server.maxHeadersCount).toBe(64);
  expect(server.maxConnections).toBe(1024);
});

test("one other computer cannot take all connections; this one is held to the total alone", () => {
  const server = webDoor().makeServer(() => undefined);
  const counted = server.listeners("connection").at(-1) as (socket: unknown) => void;
  /** How many of 200 connections from there are cut off, after as many were closed as were opened before. */
  const cutOff = (remoteAddress: string): number => {
    let destroyed = 0;
    const sockets = Array.from({ length: 200 }, () => {
      const socket = new EventEmitter();
      counted(Object.assign(socket, { remoteAddress, destroy: () => (destroyed += 1) }));
      return socket;
    });
    for (const socket of sockets) socket.emit("close");
    return destroyed;
  };
  expect(cutOff("192.0.2.7")).toBe(200 - 128);
  expect(cutOff("192.0.2.7")).toBe(200 - 128);
  for (const own of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) expect(cutOff(own)).toBe(0);
});

describe("live feeds", () => {
  test("of one session are so many: the oldest ends, others' go on", () => {
    const feeds = createLiveFeeds(createFakeBench(), 60_000);
    onTestFinished(() => feeds.endAll());
    const others = feeds.open(null, () => true, "session other");
    const own = Array.from({ length: 33 }, () => feeds.open(null, () => true, "session one"));
    const nameless = Array.from({ length: 40 }, () => feeds.open(null, () => true, null));
    return Promise.all([
      expect(isOver(own[0]?.stream)).resolves.toBe(true),
      expect(isOver(own[1]?.stream)).resolves.toBe(false),
      expect(isOver(others.stream)).resolves.toBe(false),
      expect(isOver(nameless[0]?.stream)).resolves.toBe(false),
    ]);
  });

  /** Whether the stream comes to its end when it is read as far as it goes. */
  async function isOver(stream: NodeJS.ReadableStream | undefined): Promise<boolean> {
    let over = false;
    stream?.once("end", () => {
      over = true;
    });
    stream?.resume();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return over;
  }
});

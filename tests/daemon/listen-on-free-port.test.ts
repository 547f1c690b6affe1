import { createServer } from "node:net";
import Fastify from "fastify";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenOnFreePort } from "../../src/daemon/listen-on-free-port.ts";

const HOST = "127.0.0.1";

/** A port that somebody else listens on; returns its number. */
function takenPort(wanted = 0): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(wanted, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function listen(port: number, host = HOST): Promise<string> {
  const server = Fastify();
  onTestFinished(() => server.close());
  return listenOnFreePort(server, { host, port });
}

describe("the bench page", () => {
  test("is served on the wanted port, or on the next free one where that is taken", async () => {
    const port = await takenPort();
    const url = new URL(await listen(port));
    expect(url.hostname).toBe(HOST);
    expect(Number(url.port)).toBeGreaterThan(port);
    expect(Number(url.port)).toBeLessThan(port + 50);
    expect((await fetch(url)).status).toBe(404);
  });

  test.each([
    ["0.0.0.0", "http", /^http:\/\/127\.0\.0\.1:\d+$/],
    ["127.0.0.1", "https", /^https:\/\/127\.0\.0\.1:\d+$/],
  ] as const)("on %s with %s is told as this computer reaches it", async (host, scheme, url) => {
    const server = Fastify();
    onTestFinished(() => server.close());
    expect(await listenOnFreePort(server, { host, port: 0 }, scheme)).toMatch(url);
  });

  test("is served on any port where none is wanted", async () => {
    expect(Number(new URL(await listen(0)).port)).toBeGreaterThan(0);
  });

  test("cannot be served on a host that is not this computer", async () => {
    // An address of the documentation (RFC 5737), which no computer has.
    await expect(listen(8480, "192.0.2.1")).rejects.toMatchObject({
      code: "WEB_NOT_SERVED",
      message: expect.stringContaining("192.0.2.1"),
    });
  });

  test("cannot be served above the last port", async () => {
    await takenPort(65_535);
    await expect(listen(65_535)).rejects.toMatchObject({
      code: "WEB_NOT_SERVED",
      message: expect.stringContaining("EADDRINUSE"),
    });
  });
});

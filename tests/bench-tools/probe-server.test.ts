import { createServer, type Server, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { probeServer } from "../../src/bench-tools/probe-server.ts";

/** A server on a free port, gone when the test has ended. */
async function serve(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; server: Server }> {
  const server = createServer(onSocket);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, port: typeof address === "object" ? (address?.port ?? 0) : 0 };
}

const QUICK = { connectWithinMs: 2000, staysMs: 30 };

describe("a device server", () => {
  test("that accepts is sent nothing", async () => {
    let received = 0;
    const ended = Promise.withResolvers<void>();
    const { port } = await serve((socket) => {
      socket.on("data", (bytes) => {
        received += bytes.length;
      });
      socket.on("close", () => ended.resolve());
    });
    expect(await probeServer("127.0.0.1", port, QUICK)).toMatchObject({
      spec: `tcp://127.0.0.1:${port}`,
      state: "accepts",
      remedy: null,
    });
    await ended.promise;
    expect(received).toBe(0);
  });

  test("that serves another host hangs up", async () => {
    const { port } = await serve((socket) => socket.end());
    expect((await probeServer("127.0.0.1", port, { ...QUICK, staysMs: 2000 })).state).toBe(
      "hangs up",
    );
  });

  test("that sends by itself is counted", async () => {
    const { port } = await serve((socket) => void socket.write("plate"));
    expect((await probeServer("127.0.0.1", port, { ...QUICK, staysMs: 200 })).unaskedBytes).toBe(5);
  });

  test("that is not there refuses", async () => {
    const { port, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    expect((await probeServer("127.0.0.1", port, QUICK)).state).toBe("refuses");
  });
});

import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { checkWebPort } from "../../src/bench-tools/check-web-port.ts";

const NONE = { kind: "none" } as const;

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("a port that another program has wants a look; nobody asks where the daemon has it", async () => {
  const web = { host: "127.0.0.1", port: await takenPort(), lockAfterMs: 1 };
  expect(await checkWebPort({ web }, NONE)).toMatchObject([
    { check: "web.port", state: "attention" },
  ]);
  const silent = { kind: "silent", pid: 1, url: "", reason: "" } as const;
  expect(await checkWebPort({ web }, silent)).toEqual([]);
});

test("a port that nobody has is fine, and any port always is", async () => {
  const port = await takenPort();
  const beside = { host: "127.0.0.2", port, lockAfterMs: 1 };
  expect(await checkWebPort({ web: beside }, NONE)).toMatchObject([{ state: "ok" }]);
  expect(await checkWebPort({ web: { ...beside, port: 0 } }, NONE)).toEqual([]);
});

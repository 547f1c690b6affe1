import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { serviceManager } from "../../src/service/service-manager.ts";
import { freshFolder } from "../store/fresh-store.ts";

const lacking = ["systemd-notify", "python3"].find(
  (program) => spawnSync(program, ["--version"]).status !== 0,
);

/** Takes messages as PID 1 does and prints each on a line of JSON. */
const RECEIVER = `
import json, socket, sys
taker = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
taker.bind(sys.argv[1])
print(json.dumps("bound"), flush=True)
while True:
    print(json.dumps(taker.recv(4096).decode()), flush=True)
`;

async function receiver(socket: string): Promise<{ next(): Promise<string> }> {
  const child: ChildProcess = spawn("python3", ["-c", RECEIVER, socket]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    lines.push(...text.split("\n").filter((line) => line !== ""));
  });
  const next = async (): Promise<string> => {
    while (lines.length === 0 && child.stdout !== null) await once(child.stdout, "data");
    return String(JSON.parse(lines.shift() ?? "null"));
  };
  expect(await next()).toBe("bound");
  return { next };
}

describe("a service manager", () => {
  test("is none where nothing listens", () => {
    expect(serviceManager({})).toBeNull();
    expect(serviceManager({ NOTIFY_SOCKET: "" })).toBeNull();
  });

  test.each([
    ["the period in milliseconds", { WATCHDOG_USEC: "60000000" }, 60_000],
    ["the period meant for this process", { WATCHDOG_USEC: "1500", WATCHDOG_PID: "7" }, 1.5],
    ["no period meant for another process", { WATCHDOG_USEC: "60000000", WATCHDOG_PID: "8" }, null],
    ["no period where there is none", {}, null],
    ["no period in what is no number", { WATCHDOG_USEC: "often" }, null],
    ["no period of nothing", { WATCHDOG_USEC: "0" }, null],
  ])("names %s", (_, environment, period) => {
    const manager = serviceManager({ NOTIFY_SOCKET: "/run/none", ...environment }, 7);
    expect(manager?.watchdogMs).toBe(period);
  });

  test.skipIf(lacking !== undefined)(
    `is told through its socket, a line a value (needs systemd-notify and python3${lacking === undefined ? "" : `; ${lacking} is missing`})`,
    async () => {
      const socket = join(freshFolder(), "notify");
      const { next } = await receiver(socket);
      const manager = serviceManager({ NOTIFY_SOCKET: socket, PATH: process.env.PATH });
      await manager?.tell("READY=1", "STATUS=all is well\nWATCHDOG=trigger");
      expect((await next()).trim().split("\n")).toEqual([
        "READY=1",
        "STATUS=all is well WATCHDOG=trigger",
      ]);
    },
  );

  test("rejects when nobody can be told", async () => {
    const folder = freshFolder();
    const manager = serviceManager({ NOTIFY_SOCKET: join(folder, "gone"), PATH: folder });
    await expect(manager?.tell("READY=1")).rejects.toThrow();
  });
});

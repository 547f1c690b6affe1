import { describe, expect, test } from "vitest";
import {
  type AwaitedService,
  awaitHealthy,
  type DaemonAnswer,
  type UnitState,
} from "../../src/service/await-healthy.ts";
import { readUnitState } from "../../src/service/systemd-unit.ts";

const STARTING: UnitState = { active: "activating", mainPid: 7, restarts: 0, result: "success" };
const ACTIVE: UnitState = { ...STARTING, active: "active" };
const ANSWER: DaemonAnswer = { pid: 7, version: "2.0.0", works: true };

/** Each look finds the next state, and the last one from then on. */
function awaited(
  looks: readonly (readonly [UnitState, DaemonAnswer | null])[],
  limits: Partial<AwaitedService> = {},
): Promise<string | null> {
  let look = -1;
  const at = () => looks[Math.min(look, looks.length - 1)] ?? [STARTING, null];
  return awaitHealthy({
    version: "2.0.0",
    withinMs: 60,
    steadyMs: 0,
    lookEveryMs: 1,
    unit: () => {
      look += 1;
      return at()[0];
    },
    ask: async () => at()[1],
    ...limits,
  });
}

describe("a service that was started", () => {
  test("is healthy when it is ready and answers under the right version", async () => {
    expect(
      await awaited([
        [STARTING, null],
        [ACTIVE, null],
        [ACTIVE, ANSWER],
      ]),
    ).toBeNull();
  });

  test("must stay so under one process", async () => {
    let pid = 0;
    const found = await awaited([], {
      steadyMs: 20,
      unit: () => {
        pid += 1;
        return { ...ACTIVE, mainPid: pid };
      },
      ask: async () => ({ ...ANSWER, pid }),
    });
    expect(found).toMatch(/^not healthy after/);
  });

  test.each<[string, UnitState, DaemonAnswer | null, RegExp]>([
    ["never gets ready", STARTING, null, /activating, not ready/],
    ["does not answer", ACTIVE, null, /pages do not answer/],
    ["cannot do its work", ACTIVE, { ...ANSWER, works: false }, /cannot do its work/],
    ["is another version", ACTIVE, { ...ANSWER, version: "1.0.0" }, /version 1\.0\.0 answers/],
    ["is another process", ACTIVE, { ...ANSWER, pid: 8 }, /process 8; the service's is 7/],
  ])("that %s is given up with what was seen last", async (_, unit, answer, words) => {
    expect(await awaited([[unit, answer]])).toMatch(words);
  });

  test("that has failed is given up at once", async () => {
    const failed = { ...STARTING, active: "failed", result: "exit-code" };
    expect(await awaited([[failed, null]], { withinMs: 60_000 })).toBe(
      "the service has failed (exit-code)",
    );
  });

  test("that ends again and again is given up before its time is over", async () => {
    const ended = { ...STARTING, restarts: 3, result: "watchdog" };
    expect(await awaited([[ended, null]], { withinMs: 60_000 })).toBe(
      "it ended 3 times (last: watchdog)",
    );
  });
});

test("the state of a unit is read from what systemctl shows", () => {
  const text = "ActiveState=active\nMainPID=41\nNRestarts=2\nResult=exit-code";
  expect(readUnitState(text)).toEqual({
    active: "active",
    mainPid: 41,
    restarts: 2,
    result: "exit-code",
  });
});

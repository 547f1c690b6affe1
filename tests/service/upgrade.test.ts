import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DataReturn, type UpgradeSteps, upgrade } from "../../src/service/upgrade.ts";

interface Play {
  /** Steps that throw. */
  readonly broken?: readonly string[];
  readonly newTrouble?: string | null;
  readonly oldTrouble?: string | null;
  readonly data?: DataReturn;
}

/** A computer that only remembers what was done to it. */
function computer(play: Play) {
  const done: string[] = [];
  let running: "new" | "old" | null = "old";
  let inUse: "new" | "old" = "old";
  const step = (name: string): void => {
    done.push(name);
    if (play.broken?.includes(name)) throw new Error(`${name} is broken`);
  };
  const steps: UpgradeSteps<string> = {
    backUp: () => {
      step("back up");
      return "A backup.";
    },
    install: () => step("install"),
    stop: () => {
      step("stop");
      running = null;
    },
    remember: () => {
      step("remember");
      return "before";
    },
    bringConfig: () => step("config"),
    switchTo: (which) => {
      step(`switch to ${which}`);
      inUse = which;
    },
    startAndWait: async (which) => {
      step(`start ${which}`);
      running = which;
      return which === "new" ? (play.newTrouble ?? null) : (play.oldTrouble ?? null);
    },
    leaveStarted: () => {
      step("leave started");
      running = inUse;
    },
    returnData: () => {
      step("return data");
      return play.data ?? { kind: "untouched" };
    },
    returnConfig: () => step("return config"),
    tidy: () => step("tidy"),
  };
  return { steps, done, running: () => running, inUse: () => inUse };
}

const silent = (): void => undefined;

describe("an upgrade", () => {
  test("makes a backup and copies the program before anything is stopped", async () => {
    const { steps, done } = computer({});
    expect(await upgrade(steps, silent)).toEqual({ kind: "upgraded", backup: "A backup." });
    expect(done).toEqual([
      ...["back up", "install", "stop", "remember", "config", "switch to new", "start new"],
      "tidy",
    ]);
  });

  test.each(["back up", "install"])("is not begun when “%s” fails", async (broken) => {
    const { steps, done, running } = computer({ broken: [broken] });
    await expect(upgrade(steps, silent)).rejects.toThrow(`${broken} is broken`);
    expect(done).not.toContain("stop");
    expect(running()).toBe("old");
  });

  test("goes back to the version before when the new one is not healthy: data first, then the link", async () => {
    const aside = "platewarden.sqlite.failed-2.0.0";
    const { steps, done, running } = computer({
      newTrouble: "it ended 3 times",
      data: { kind: "put-back", aside },
    });
    expect(await upgrade(steps, silent)).toEqual({
      kind: "went-back",
      why: "it ended 3 times",
      data: { kind: "put-back", aside },
      oldTrouble: null,
    });
    expect(done.slice(-6)).toEqual([
      ...["start new", "stop", "return data", "return config", "switch to old", "start old"],
    ]);
    expect(running()).toBe("old");
  });

  test("stays with the new version when going back would hide a plate", async () => {
    const data = { kind: "impossible", why: "a plate came" } as const;
    const { steps, done, running, inUse } = computer({ newTrouble: "not ready", data });
    expect(await upgrade(steps, silent)).toEqual({
      kind: "stayed",
      why: "not ready",
      data: "a plate came",
    });
    expect(done).not.toContain("return config");
    expect([inUse(), running()]).toEqual(["new", "new"]);
  });

  test("says so when the version before is not healthy either", async () => {
    const { steps } = computer({ newTrouble: "not ready", oldTrouble: "not ready either" });
    expect(await upgrade(steps, silent)).toMatchObject({ oldTrouble: "not ready either" });
  });

  test("whatever breaks, some version has been started at the end, and the data fit it", async () => {
    const names = [
      ...["stop", "remember", "config", "switch to new", "start new", "return data"],
      ...["return config", "tidy"],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(names),
        fc.option(fc.constant("not ready")),
        async (broken, newTrouble) => {
          const { steps, running, inUse, done } = computer({ broken, newTrouble });
          await upgrade(steps, silent).catch(() => undefined);
          expect(running()).not.toBeNull();
          expect(running()).toBe(inUse());
          // What the new version may have changed is looked at before the one before starts.
          if (done.includes("start new") && running() === "old") {
            expect(done).toContain("return data");
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

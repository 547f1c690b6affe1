import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judgeUnit } from "../../src/bench-tools/check-computer.ts";
import type { CheckFinding } from "../../src/bench-tools/check-finding.ts";
import { checkSafety } from "../../src/bench-tools/check-safety.ts";
import { type Config, databaseFile } from "../../src/daemon/config.ts";
import { incidentLog } from "../../src/observe/incident-log.ts";
import { registerReader } from "../../src/observe/reader-register.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { configFor } from "../daemon/started-daemon.ts";
import { freshFolder } from "../store/fresh-store.ts";

const NOW = new Date("2026-03-06T14:00:00.000Z");

function statesOf(findings: readonly CheckFinding[]): Record<string, string> {
  return Object.fromEntries(findings.map(({ check, state }) => [check, state]));
}

/** What is found on a bench in whose store this was done. */
function findings(fill: (store: Store) => void, more: Partial<Config> = {}) {
  const folder = freshFolder();
  const store = openStore(databaseFile(folder));
  fill(store);
  store.close();
  return checkSafety(configFor(folder, more), NOW);
}

function proven(atUtc: string, count: number) {
  return (store: Store) =>
    store.inTransaction(() => {
      const entry = { atUtc, actor: "daemon", action: "store.verified", subject: "store" };
      store.journal.audit({ ...entry, detail: { findings: count } });
    });
}

describe("a bench", () => {
  test("without backups, and whose store was never proven, wants a look at both", () => {
    expect(statesOf(findings(() => undefined))).toEqual({
      backups: "attention",
      "data.verify": "attention",
      incidents: "ok",
    });
  });

  test.each([
    ["yesterday without findings is fine", "2026-03-05T14:00:00.000Z", 0, "ok"],
    ["weeks ago is to be proven again", "2026-02-01T14:00:00.000Z", 0, "attention"],
    ["with findings is broken", "2026-03-05T14:00:00.000Z", 2, "broken"],
  ] as const)("whose store was proven %s", (_, atUtc, count, state) => {
    const integrity = { verifyEveryH: 24, copyTo: [], key: null };
    expect(statesOf(findings(proven(atUtc, count), { integrity }))["data.verify"]).toBe(state);
  });

  test("that proves nothing by itself is told how to have it done, and is never late", () => {
    const integrity = { verifyEveryH: 0, copyTo: [], key: null };
    const never = findings(() => undefined, { integrity });
    const proof = never.find(({ check }) => check === "data.verify");
    expect(proof?.remedy).toMatch(/Nothing is proven by itself here: set `verify_every_h`/);
    const weeksAgo = findings(proven("2026-02-01T14:00:00.000Z", 0), { integrity });
    expect(statesOf(weeksAgo)["data.verify"]).toBe("ok");
  });

  test("on which something goes on, or a reader was exchanged, says so", () => {
    const states = statesOf(
      findings((store) => {
        const sentence = "It is nearly full.";
        const beganAtUtc = NOW.toISOString();
        incidentLog(store).begin({ part: "disk", code: "disk-low", sentence, beganAtUtc });
        for (const serialNumber of ["1701", "1702"]) {
          const identity = { model: "H1", filtersNm: null, details: { serialNumber } };
          registerReader(store, "bench-1", identity);
        }
      }),
    );
    expect(states).toMatchObject({ incidents: "attention", "reader.bench-1.serial": "attention" });
  });

  test("whose secrets others can read is broken until they cannot", () => {
    const path = join(freshFolder(), "mail-password");
    writeFileSync(path, "violet");
    const secretFiles = [{ key: "mail.password_file", path }];
    const state = () =>
      statesOf(findings(() => undefined, { secretFiles }))["secret.mail.password_file"];
    chmodSync(path, 0o644);
    expect(state()).toBe("broken");
    chmodSync(path, 0o600);
    expect(state()).toBe("ok");
  });

  test("without a database yet is only asked for backups", () => {
    const config = configFor(join(freshFolder(), "data"));
    expect(Object.keys(statesOf(checkSafety(config, NOW)))).toEqual(["backups"]);
  });
});

describe("the service", () => {
  const unit = (more: Record<string, string> = {}) =>
    new Map(
      Object.entries({
        LoadState: "loaded",
        ActiveState: "active",
        SubState: "running",
        UnitFileState: "enabled",
        NRestarts: "0",
        ...more,
      }),
    );

  test.each([
    ["runs and starts with the computer", {}, "ok"],
    ["is not installed", { LoadState: "not-found" }, "attention"],
    ["has failed", { ActiveState: "failed" }, "broken"],
    ["does not start with the computer", { UnitFileState: "disabled" }, "attention"],
    ["was started afresh again and again", { NRestarts: "7" }, "attention"],
  ] as const)("that %s", (_, more, state) => {
    expect(judgeUnit(unit(more)).state).toBe(state);
  });
});

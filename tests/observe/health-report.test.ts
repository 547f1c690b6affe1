import { describe, expect, test } from "vitest";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import type { FolderStatus } from "../../src/instrument/watch-folder.ts";
import { healthReport, type PartTrouble } from "../../src/observe/health-report.ts";
import type { LostReader } from "../../src/observe/reader-watch.ts";

const NOW = "2026-03-06T14:00:00.000Z";
const NOW_MS = Date.parse(NOW);

function reader(state: ReaderStatus["state"], sinceUtc: string = NOW): ReaderStatus {
  return {
    readerId: "bench-1",
    state,
    sentence: "So it is.",
    sinceUtc,
    identity: null,
    progress: null,
  };
}

function trouble(severity: PartTrouble["severity"], part = "disk"): PartTrouble {
  const said = { code: "disk-low", sentence: "It is full.", remedy: "Free space." };
  return { part, severity, ...said, sinceUtc: NOW };
}

const FOLDER: FolderStatus = {
  folderId: "exports",
  path: "exports",
  state: "watching",
  sentence: "Watches.",
  sinceUtc: NOW,
  lastFile: null,
  problems: [],
};

function report(more: {
  troubles?: readonly PartTrouble[];
  readers?: readonly ReaderStatus[];
  lost?: readonly LostReader[];
  folders?: readonly FolderStatus[];
}) {
  return healthReport({
    troubles: [],
    readers: [],
    lost: [],
    folders: [],
    nowMs: NOW_MS,
    ...more,
  });
}

describe("health", () => {
  test("without anything wrong is ok and names the parts that are always there", () => {
    const { status, parts } = report({ readers: [reader("ready")], folders: [FOLDER] });
    expect(status).toBe("ok");
    expect(parts.map(({ part }) => part)).toEqual([
      "store",
      "disk",
      "event-loop",
      "clock",
      "notices",
      "reader bench-1",
      "folder exports",
    ]);
    expect(new Set(parts.map(({ state }) => state))).toEqual(new Set(["ok"]));
  });

  test("is as bad as its worst part, and names each part once", () => {
    expect(report({ troubles: [trouble("degraded")] }).status).toBe("degraded");
    const both = report({ troubles: [trouble("degraded"), trouble("failing", "store")] });
    expect(both.status).toBe("failing");
    expect(both.parts.filter(({ part }) => part === "disk")).toHaveLength(1);
  });

  test.each([
    ["ready", "ok"],
    ["reading", "ok"],
    ["connecting", "ok"],
    ["identifying", "ok"],
    ["unreachable", "degraded"],
    ["stopped", "degraded"],
  ] as const)("of a reader that is %s is %s", (state, wanted) => {
    expect(report({ readers: [reader(state)] }).status).toBe(wanted);
  });

  test("of a reader that does not get ready for minutes is degraded", () => {
    const since = new Date(NOW_MS - 3 * 60_000).toISOString();
    expect(report({ readers: [reader("identifying", since)] }).parts.at(-1)).toMatchObject({
      state: "degraded",
      code: "reader-not-ready",
    });
  });

  test("of a reader that is lost is so while it is tried again, since it was lost", () => {
    const lostAtUtc = "2026-03-06T13:00:00.000Z";
    const lost = [{ readerId: "bench-1", sentence: "The cable is out.", lostAtUtc }];
    expect(report({ readers: [reader("connecting")], lost }).parts.at(-1)).toMatchObject({
      code: "reader-unreachable",
      sentence: "The cable is out.",
      sinceUtc: lostAtUtc,
    });
  });

  test("of a folder tells that it cannot be reached, or which files are not taken", () => {
    const gone = report({ folders: [{ ...FOLDER, state: "unreachable" }] });
    expect(gone.parts.at(-1)).toMatchObject({ code: "folder-unreachable" });
    const odd = report({ folders: [{ ...FOLDER, problems: ["a.txt is too large."] }] });
    expect(odd.parts.at(-1)).toMatchObject({
      code: "files-not-taken",
      sentence: "a.txt is too large.",
    });
  });
});

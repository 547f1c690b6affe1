import { describe, expect, it } from "vitest";
import type { RunState, RunView } from "../../src/api/views.ts";
import { brokenRuns } from "../../src/web/bench/broken-run.ts";

function run(id: string, barcode: string, state: RunState, minute: number): RunView {
  const requestedAtUtc = new Date(Date.UTC(2025, 2, 14, 10, minute)).toISOString();
  return {
    id,
    readerId: "reader-1",
    barcode,
    sample: "A",
    layoutId: "combination-rot180-1plate",
    operator: "A. Jansen",
    state,
    sentence: null,
    requestedAtUtc,
    endedAtUtc: null,
    plateId: null,
    order: minute,
  };
}

const ids = (runs: readonly RunView[]) => brokenRuns(runs).map((one) => one.id);

/** The same with times that say the opposite, as after a clock was set back. */
const turned = (runs: readonly RunView[]): RunView[] =>
  runs.map((one) => ({ ...one, requestedAtUtc: `${2030 - one.order}-01-01T00:00:00.000Z` }));

describe("runs without a plate", () => {
  it("are those that failed, were interrupted or stopped, newest first", () => {
    const runs = [
      run("a", "P-1", "failed", 1),
      run("b", "P-2", "captured", 2),
      run("c", "P-3", "interrupted", 3),
      run("d", "P-4", "reading", 4),
      run("e", "P-5", "cancelled", 5),
    ];
    expect(ids(runs)).toEqual(["e", "c", "a"]);
    expect(ids(turned(runs))).toEqual(["e", "c", "a"]);
  });

  it("are forgotten once the same barcode was captured later, not when it had been before", () => {
    expect(ids([run("a", "P-1", "failed", 1), run("b", "P-1", "captured", 2)])).toEqual([]);
    expect(ids([run("b", "P-1", "captured", 1), run("a", "P-1", "failed", 2)])).toEqual(["a"]);
  });
});

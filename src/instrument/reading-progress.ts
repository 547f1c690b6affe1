import type { DriverReport } from "./contract.ts";
import type { ArrivedRows, ReadingProgress } from "./reader-status.ts";

const NO_ROWS: ArrivedRows = Array.from({ length: 8 }, () => null);

export function startProgress(runId: string | null, nowUtc: string): ReadingProgress {
  return {
    runId,
    phase: "starting",
    startedAtUtc: nowUtc,
    phaseStartedAtUtc: nowUtc,
    expectedMs: null,
    measurement: NO_ROWS,
    reference: NO_ROWS,
  };
}

/** The progress after one more report; the same object when the report tells nothing new of it. */
export function progressAfter(
  progress: ReadingProgress,
  report: DriverReport,
  nowUtc: string,
): ReadingProgress {
  if (report.kind === "phase") {
    return {
      ...progress,
      phase: report.phase,
      phaseStartedAtUtc: nowUtc,
      expectedMs: report.expectedMs,
    };
  }
  if (report.kind === "row") {
    const rows = progress[report.role].map((row, index) =>
      index === report.row ? report.values : row,
    );
    return { ...progress, phase: "transferring", [report.role]: rows };
  }
  return progress;
}

import type { WellValue } from "../domain/reading.ts";
import type { ReplayOutcome } from "../instrument/replay-dialogue.ts";

/**
 * An outcome as plain data: what `expected` in a transcript file holds. Only conversations that came to an end of the
 * driver's own have one; throws for any other.
 */
export function writeOutcome(outcome: ReplayOutcome<unknown>): unknown {
  const { kind, reports } = outcome;
  if (kind === "done") return foldValues({ outcome: kind, reports, result: outcome.result });
  if (kind !== "fault") throw new Error(`a transcript ends as ${JSON.stringify(outcome)}`);
  const { fault, readerCode, message, partial } = outcome.fault;
  return foldValues({ outcome: kind, reports, fault: { fault, readerCode, message, partial } });
}

/** Writes each run of well values as its tokens; a value that is not what its token says stays as it is. */
function foldValues(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key: string, value: unknown) =>
    key === "values" && Array.isArray(value) ? rowsOf(value.map(foldValue)) : value,
  );
}

function foldValue(value: WellValue): unknown {
  return value.token !== "" && value.absorbance === Number(value.token) ? value.token : value;
}

function rowsOf(values: readonly unknown[]): unknown {
  if (values.length <= 12) return values;
  const rowCount = Math.ceil(values.length / 12);
  return Array.from({ length: rowCount }, (_, row) => values.slice(row * 12, row * 12 + 12));
}

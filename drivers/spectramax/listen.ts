/** What arrives without a question, and the end of a run that was broken off. */
import type { PlateReading } from "../../src/domain/reading.ts";
import type { Dialogue, UnaskedRecord } from "../../src/instrument/contract.ts";
import { parseStatusField } from "./answer-field.ts";
import { parseDataSet } from "./data-set.ts";
import { flaws, isPlate, toReading } from "./judge-data-set.ts";
import type { SpectraMaxOptions } from "./options.ts";
import { createPatience, nextField, reject, sendCommand } from "./session.ts";

/**
 * These readers send nothing by themselves: what comes is noise, which is rejected, or the late answer to a command. A
 * whole plate among it is handed on; a damaged one is rejected. Ends with a silence.
 */
export function* listen(options: SpectraMaxOptions): Dialogue<UnaskedRecord> {
  return { plate: yield* hear(options) };
}

/**
 * After a run was broken off: CANCEL, and the question for the state, which makes the reader finish what it was saying.
 * The panel was never locked, so nothing is given back. Where the reader does not know CANCEL the read goes on, and its
 * plate stays in the reader until it is fetched.
 */
export function* release(options: SpectraMaxOptions): Dialogue<UnaskedRecord> {
  yield* sendCommand("CANCEL");
  const early = yield* hear(options);
  yield* sendCommand("STATUS");
  return { plate: (yield* hear(options)) ?? early };
}

function* hear({ secondPromptMs }: SpectraMaxOptions): Dialogue<PlateReading | null> {
  const patience = createPatience();
  let plate: PlateReading | null = null;
  for (;;) {
    const field = yield* nextField(secondPromptMs);
    if (field === null) return plate;
    const data = parseDataSet(field.text, field.closed);
    if (isPlate(data) && flaws(data, null).length === 0) plate = toReading(data, "");
    else if (!isAnswer(field.text)) yield* reject(field.text, "nobody had asked for it");
    patience.spend();
  }
}

/** True for what a question for the state is answered with. */
function isAnswer(text: string): boolean {
  return parseStatusField(text)?.before === "" || /^\s*(?:OPEN|CLOSED)\s+[A-Z]+\s*$/.test(text);
}

import {
  type Dialogue,
  ReaderFault,
  type ReaderIdentity,
} from "../../../src/instrument/contract.ts";
import { drain, reject, send } from "../conversation.ts";
import { askSerialNumber, askTemperatureC, askVersion } from "./commands.ts";
import type { ModernOptions } from "./options.ts";

const ETX = "\x03";

/**
 * A link that was lost under a definition leaves the reader waiting for the end of it, and every letter would be taken for
 * a part of it: `<ETX>` ends it, and a reader that waited for nothing does not know it as a command.
 */
function* askWhoIsThere(options: ModernOptions): Dialogue<string> {
  try {
    return yield* askVersion(options);
  } catch (error) {
    if (!(error instanceof ReaderFault) || error.fault !== "NO_ANSWER") throw error;
    yield* send(ETX);
    yield* reject(yield* drain(options.answerTimeoutMs), "answered an end where nothing was open");
    return yield* askVersion(options);
  }
}

/** Which reader is there. Its monochromator has no filters to list. Moves nothing. */
export function* identify(options: ModernOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const version = yield* askWhoIsThere(options);
  const serialNumber = yield* askSerialNumber(options);
  const temperature = yield* askTemperatureC(options);
  const details = { version, serialNumber };
  return {
    model: `BioTek ${version.split(/\s/)[0] ?? ""}`.trim(),
    filtersNm: null,
    details: temperature === null ? details : { ...details, temperatureC: temperature.toFixed(1) },
  };
}

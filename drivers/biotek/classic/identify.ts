import type { Dialogue, ReaderIdentity } from "../../../src/instrument/contract.ts";
import { askConfiguration, greet, startSession } from "./commands.ts";
import type { ClassicOptions } from "./options.ts";

/** Which reader is there, and which wavelengths stand in its table. Moves nothing. */
export function* identify(options: ClassicOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const { version, filtersNm } = yield* greet(session);
  const { model = "BioTek reader", ...details } = yield* askConfiguration(session);
  return { model, filtersNm, details: version === "" ? details : { version, ...details } };
}

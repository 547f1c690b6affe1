import type { Dialogue, ReaderIdentity } from "../../../src/instrument/contract.ts";
import { askSerialNumber, askTemperatureC, askVersion } from "./commands.ts";
import type { ModernOptions } from "./options.ts";

/** Which reader is there. Its monochromator has no filters to list. Moves nothing. */
export function* identify(options: ModernOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const version = yield* askVersion(options);
  const serialNumber = yield* askSerialNumber(options);
  const temperature = yield* askTemperatureC(options);
  const details = { version, serialNumber };
  return {
    model: `BioTek ${version.split(/\s/)[0] ?? ""}`.trim(),
    filtersNm: null,
    details: temperature === null ? details : { ...details, temperatureC: temperature.toFixed(1) },
  };
}

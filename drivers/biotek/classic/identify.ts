import type { Dialogue, ReaderIdentity } from "../../../src/instrument/contract.ts";
import { type Session, startSession } from "./commands.ts";
import { askConfiguration, askFeature, askTemperature } from "./features.ts";
import { type GreetedReader, greet } from "./greet.ts";
import type { ClassicOptions } from "./options.ts";

/** Which reader is there, what it has, and which wavelengths stand in its table. Moves nothing. */
export function* identify(options: ClassicOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const reader = yield* greet(session);
  const { family, version, filtersNm } = reader;
  const told = version === "" ? {} : { version };
  if (family === "PowerWave") {
    return { model: powerWaveName(reader), filtersNm, details: told };
  }
  const { model = "BioTek reader", ...details } = yield* askConfiguration(session);
  return {
    model,
    filtersNm,
    details: { ...told, ...details, ...(yield* askDetails(session, details)) },
  };
}

function powerWaveName({ shortestNm }: GreetedReader): string {
  return `PowerWave ${shortestNm}`;
}

function* askDetails(
  session: Session,
  { incubator }: Readonly<Record<string, string>>,
): Dialogue<Record<string, string>> {
  const barcode = yield* askFeature(session, "barcode");
  // Old firmware knows neither question; each unknown letter costs two answers.
  const multi = barcode === null ? null : yield* askFeature(session, "multiWavelength");
  const temperature = incubator === "fitted" ? yield* askTemperature(session) : null;
  return {
    ...(barcode === null ? {} : { barcodeScanner: barcode ? "fitted" : "none" }),
    ...(multi === null ? {} : { multiWavelength: multi ? "known" : "not known" }),
    ...(temperature === null ? {} : { temperatureC: temperature }),
  };
}

import {
  type Dialogue,
  ReaderFault,
  type ReaderIdentity,
} from "../../../src/instrument/contract.ts";
import { drain, reject, send } from "../conversation.ts";
import { type Session, startSession } from "./commands.ts";
import { askConfiguration, askFeature, askTemperature } from "./features.ts";
import { type GreetedReader, greet } from "./greet.ts";
import type { ClassicOptions } from "./options.ts";

/** The longest thing that follows a letter is the definition of an assay; what follows `z` ends with `<ETX>`. */
const REST_OF_A_COMMAND = `${"o".repeat(170)}\x03`;

/**
 * A program or a link that died after a letter leaves the reader waiting for the rest of the command, and every letter
 * would be taken for a part of it. As many questions for its state complete whatever it waits for; a reader that waited
 * for nothing answers them all, and does nothing.
 */
function* askWhoIsThere(session: Session): Dialogue<GreetedReader> {
  try {
    return yield* greet(session);
  } catch (error) {
    if (!(error instanceof ReaderFault) || error.fault !== "NO_ANSWER") throw error;
    yield* send(REST_OF_A_COMMAND);
    const answers = yield* drain(session.options.answerTimeoutMs);
    yield* reject(answers, "answered the rest of a command where nothing was open");
    return yield* greet(session);
  }
}

/** Which reader is there, what it has, and which wavelengths stand in its table. Moves nothing. */
export function* identify(options: ClassicOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const reader = yield* askWhoIsThere(session);
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

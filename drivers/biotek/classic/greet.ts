/** How a classic reader is greeted: which generation it is, and what its wavelengths are. Nothing moves. */
import type { Dialogue } from "../../../src/instrument/contract.ts";
import { call, demand, receiveStatus, reject, send, unanswered } from "../conversation.ts";
import { fault } from "../faults.ts";
import { statusFault } from "../status-string.ts";
import { askStatus, receiveText, requireOk, type Session } from "./commands.ts";
import { askPowerWaveType, askShortestWavelength } from "./power-wave.ts";

export interface GreetedReader {
  /** `PowerWave` knows neither `o` nor `n` nor `e`, and answers to `?` instead. */
  readonly family: "ELx" | "PowerWave";
  /** Part number and version of its program as the reader printed them; empty where it does not tell. */
  readonly version: string;
  /** The six places of its wavelength table; null is an empty one. Null as a whole for a monochromator. */
  readonly filtersNm: readonly (number | null)[] | null;
  /** Of a monochromator, in nm. */
  readonly shortestNm: number;
}

const VERSION_LENGTH = 24;
const TABLE_LENGTH = 24;

/** The range of wavelengths that an assay definition can hold, in nm. */
const SHORTEST_NM = 340;
const LONGEST_NM = 900;

/**
 * State, version, ELx status, quiet mode, wavelength table; of a PowerWave its type. Throws READER_REFUSED when it takes
 * neither `o` nor `?`, and the fault of an error that does not clear.
 */
export function* greet(session: Session): Dialogue<GreetedReader> {
  const { answerTimeoutMs } = session.options;
  if (!(yield* call("o", answerTimeoutMs))) return yield* greetPowerWave(session);
  yield* settleErrors(session);
  const version = yield* askVersion(session);
  const speaksElx = yield* switchOn(session, "n");
  session.statusForm = speaksElx ? "elx" : "312";
  // Without it the reader waits for a key after an error.
  yield* switchOn(session, "q");
  const filtersNm = yield* askWavelengths(session);
  return { family: "ELx", version, filtersNm, shortestNm: SHORTEST_NM };
}

/** `o`, which is acknowledged already, shows and clears what went wrong before; only what remains on a second look counts. */
function* settleErrors(session: Session): Dialogue<void> {
  const before = yield* receiveStatus("o", session.options.answerTimeoutMs);
  if (before.isOk) return;
  const remaining = yield* askStatus(session);
  if (!remaining.isOk) throw statusFault("the last work of the reader", remaining);
}

function* greetPowerWave(session: Session): Dialogue<GreetedReader> {
  const version = yield* askPowerWaveType(session);
  if (version === null) {
    throw fault("READER_REFUSED", "the reader takes neither the command o nor the command ?", {
      readerCode: "NAK",
    });
  }
  const shortestNm = (yield* askShortestWavelength(session)) ?? SHORTEST_NM;
  return { family: "PowerWave", version, filtersNm: null, shortestNm };
}

/** `e`; old firmware does not know it. */
function* askVersion(session: Session): Dialogue<string> {
  const { answerTimeoutMs } = session.options;
  if (!(yield* call("e", answerTimeoutMs))) return "";
  const text = yield* receiveText("e", VERSION_LENGTH, answerTimeoutMs);
  yield* requireOk(session, "the question for the version", "e", answerTimeoutMs);
  return text.trim();
}

/** A letter and `1`; false when the reader does not know the letter. */
function* switchOn(session: Session, letter: "n" | "q"): Dialogue<boolean> {
  const { answerTimeoutMs } = session.options;
  if (!(yield* call(letter, answerTimeoutMs))) return false;
  yield* send("1");
  yield* requireOk(session, `the command ${letter}`, letter, answerTimeoutMs);
  return true;
}

function* askWavelengths(session: Session): Dialogue<(number | null)[]> {
  const { answerTimeoutMs } = session.options;
  yield* demand("W", answerTimeoutMs);
  const text = yield* receiveText("W", TABLE_LENGTH, answerTimeoutMs);
  const filters = parseWavelengths(text);
  if (filters === null) {
    yield* reject(text, "no table of wavelengths");
    throw unanswered("W", true);
  }
  yield* requireOk(session, "the question for the wavelengths", "W", answerTimeoutMs);
  return filters;
}

/** Six times three digits and a comma, `000` being an empty place; null when the text is no such table. */
export function parseWavelengths(text: string): (number | null)[] | null {
  if (!/^(?:\d{3},){6}$/.test(text)) return null;
  return text
    .slice(0, -1)
    .split(",")
    .map((digits) => (digits === "000" ? null : Number(digits)));
}

/** Throws FILTER_NOT_INSTALLED, naming what there is. */
export function requireWavelengths(wanted: readonly number[], reader: GreetedReader): void {
  const { filtersNm, shortestNm } = reader;
  const reaches = (nm: number) =>
    Number.isInteger(nm) && nm >= shortestNm && nm <= LONGEST_NM && filtersNm === null;
  const lacking = wanted.find((nm) => !(filtersNm?.includes(nm) ?? false) && !reaches(nm));
  if (lacking === undefined) return;
  const installed = filtersNm?.filter((filter) => filter !== null).join(", ");
  const message =
    installed === undefined
      ? `${lacking} nm cannot be set; the reader reaches ${shortestNm} to ${LONGEST_NM} nm`
      : `no ${lacking} nm filter is in the reader's table; it holds ${installed} nm`;
  throw fault("FILTER_NOT_INSTALLED", message);
}

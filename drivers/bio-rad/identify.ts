/** Which reader is there, and which filters are in its wheel. */
import type { Dialogue, ReaderIdentity } from "../../src/instrument/contract.ts";
import { parseAnswer } from "./answer-line.ts";
import type { BioRadOptions } from "./options.ts";
import {
  ask,
  demand,
  fault,
  NOT_REMOTE,
  nextFrame,
  refused,
  reject,
  type Session,
  startSession,
  takeControl,
  thenLetGo,
  unanswered,
} from "./session.ts";

export type BioRadModel = "680" | "550";

export interface KnownReader {
  readonly model: BioRadModel;
  /** By position; null when nobody knows them. */
  readonly filtersNm: readonly (number | null)[] | null;
  readonly details: Readonly<Record<string, string>>;
}

export function* identify(options: BioRadOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const known = yield* thenLetGo(session, takeAndAsk(session));
  return { ...known, model: `Model ${known.model}` };
}

function* takeAndAsk(session: Session): Dialogue<KnownReader> {
  yield* takeControl(session);
  return yield* askWhoIsThere(session);
}

/** ID, and for the 680 FSTATUS and ISTATUS; needs remote control. Throws WRONG_MODEL. */
export function* askWhoIsThere(session: Session): Dialogue<KnownReader> {
  const model = yield* askModel(session);
  if (model === "550") return { model, filtersNm: session.options.filtersNm, details: {} };
  const filtersNm = yield* askFilters(session);
  return { model, filtersNm, details: yield* askIncubator(session) };
}

/** The 680 answers `Model 680`, the 550 `0550`. */
function* askModel(session: Session): Dialogue<BioRadModel> {
  const { data } = yield* demand(session, "ID");
  const name = /(?:^|\D)0?(680|550)\s*$/.exec(data)?.[1];
  const expected = session.options.model;
  if (name !== "680" && name !== "550") {
    throw fault("WRONG_MODEL", `the reader calls itself \`${data}\`; 680 and 550 are known`);
  }
  if (expected !== "auto" && expected !== name) {
    throw fault("WRONG_MODEL", `a Model ${name} is connected, the configuration says ${expected}`);
  }
  return name;
}

/** The list stands on the line after the answer; a list on the same line is taken too. */
function* askFilters(session: Session): Dialogue<(number | null)[]> {
  const { data } = yield* demand(session, "FSTATUS");
  const filters = parseFilters(data) ?? (yield* nextFilters(session));
  return filters;
}

function* nextFilters(session: Session): Dialogue<(number | null)[]> {
  const frame = yield* nextFrame(session, session.options.answerTimeoutMs);
  if (frame === null) throw unanswered("FSTATUS", false);
  const filters = parseAnswer(frame.text) === null ? parseFilters(frame.text) : null;
  if (filters !== null) return filters;
  yield* reject(frame, "no list of filters");
  throw unanswered("FSTATUS", true);
}

/** Wavelengths in nm by position, `***` being an empty one; null when the text is no such list. */
export function parseFilters(text: string): (number | null)[] | null {
  const words = text.trim().split(/\s+/);
  if (!words.every((word) => /^(?:\d{3}|\*+)$/.test(word))) return null;
  return words.map((word) => (word.startsWith("*") ? null : Number(word)));
}

/** Four items: present, on, set point, sensor. A reader that refuses has none to tell of. */
function* askIncubator(session: Session): Dialogue<Record<string, string>> {
  const answer = yield* ask(session, "ISTATUS");
  if (answer.code === NOT_REMOTE) throw refused("ISTATUS", answer.code);
  const [present, on, setPointC, sensorC] = answer.data.trim().split(/\s+/);
  if (!answer.isSuccess || present === undefined || sensorC === undefined) return {};
  if (present === "0") return { incubator: "none" };
  const state = on === "1" ? "on" : "off";
  return { incubator: state, incubatorSetPointC: setPointC ?? "", incubatorSensorC: sensorC };
}

/** Which reader is there, and what it is doing. */
import { type Dialogue, ReaderFault, type ReaderIdentity } from "../../src/instrument/contract.ts";
import type { SpectraMaxOptions } from "./options.ts";
import { demand, fault, type Session, startSession } from "./session.ts";

export type SpectraMaxModel = "M5" | "384 Plus";

export interface KnownReader {
  readonly model: SpectraMaxModel;
  /** The reader's own words, e.g. `SPECTRAMAX M5`. */
  readonly modelLine: string;
  /** e.g. `2.00 01Jan10`; empty when it gives none. */
  readonly firmware: string;
}

export interface ReaderState {
  readonly activity: "idle" | "measuring" | "other";
  /** The words of the status as sent, e.g. `OPEN IDLE`, or `AIR CAL206` after power-on. */
  readonly words: string;
}

export function* identify(options: SpectraMaxOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const { model, firmware } = yield* askWhoIsThere(session);
  const { words } = yield* askState(session);
  const temperatures = yield* askTemperatures(session);
  const errorLog = yield* askErrorLog(session);
  return {
    model: `SpectraMax ${model}`,
    filtersNm: null,
    details: { firmware, status: words, ...temperatures, ...(errorLog === "" ? {} : { errorLog }) },
  };
}

/** Hello and OPTION. Throws WRONG_MODEL. */
export function* askWhoIsThere(session: Session): Dialogue<KnownReader> {
  yield* demand(session, "", session.options.helloTimeoutMs);
  const payload = yield* demand(session, "OPTION");
  const lines = payload.text.split(/[\r\n]+/).map((line) => line.trim());
  const [modelLine = "", firmware = ""] = lines.filter((line) => line !== "");
  return { model: chooseModel(modelLine, session.options.model), modelLine, firmware };
}

/**
 * The model that a text of the reader names. The wording is not evidenced, so a model that is configured also stands
 * for a text that names none. Throws WRONG_MODEL.
 */
export function chooseModel(text: string, expected: SpectraMaxOptions["model"]): SpectraMaxModel {
  if (/gemini/i.test(text)) {
    throw fault("WRONG_MODEL", `\`${text}\` measures no absorbance; M5 and 384 Plus are known`);
  }
  const named = modelIn(text);
  if (named === null && expected !== "auto") return expected;
  if (named === null) {
    throw fault("WRONG_MODEL", `the reader calls itself \`${text}\`; M5 and 384 Plus are known`);
  }
  if (expected !== "auto" && expected !== named) {
    const message = `a SpectraMax ${named} is connected, the configuration says ${expected}`;
    throw fault("WRONG_MODEL", message);
  }
  return named;
}

function modelIn(text: string): SpectraMaxModel | null {
  if (/384/.test(text)) return "384 Plus";
  return /\bM5e?\b/i.test(text) ? "M5" : null;
}

/** STATUS: two words, drawer and activity; after power-on it says other things. */
export function* askState(session: Session): Dialogue<ReaderState> {
  const payload = yield* demand(session, "STATUS");
  return parseState(payload.text);
}

export function parseState(text: string): ReaderState {
  const words = text.trim().toUpperCase().split(/\s+/);
  const activity = words.includes("MEASURING")
    ? "measuring"
    : words.includes("IDLE")
      ? "idle"
      : "other";
  return { activity, words: words.join(" ") };
}

/** TEMP: set point, then current, in °C. Nothing when the reader says anything else. */
function* askTemperatures(session: Session): Dialogue<Record<string, string>> {
  const payload = yield* demand(session, "TEMP");
  const match = /^\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*$/.exec(payload.text);
  if (match?.[1] === undefined || match[2] === undefined) return {};
  return { temperatureSetPointC: match[1], temperatureC: match[2] };
}

/** The reader's error log on one line; empty when it has none, or does not tell. */
export function* askErrorLog(session: Session): Dialogue<string> {
  try {
    const payload = yield* demand(session, "ERROR");
    const lines = payload.text.split(/[\r\n]+/).map((line) => line.trim().replace(/\s+/g, " "));
    return lines.filter((line) => line !== "").join("; ");
  } catch (error) {
    if (error instanceof ReaderFault) return "";
    throw error;
  }
}

/** Reads the plate in the carriage, raw at one or two wavelengths. */
import type { PlateReading } from "../../src/domain/reading.ts";
import type { Dialogue, ReadRequest } from "../../src/instrument/contract.ts";
import { askWhoIsThere, type KnownReader } from "./identify.ts";
import type { BioRadOptions } from "./options.ts";
import { awaitPlate, type PlateStart, receivePlate } from "./receive-plate.ts";
import { blocksAsked, recoverPlate } from "./recover-plate.ts";
import {
  fault,
  refused,
  type Session,
  sendCommand,
  startSession,
  takeControl,
  thenLetGo,
  unanswered,
} from "./session.ts";

/** A read without its mixing; our estimate, only shown to the operator. */
const READ_MS = 3000;
const LONGEST_MIX_550_SECONDS = 9;

export function readPlate(request: ReadRequest, options: BioRadOptions): Dialogue<PlateReading> {
  const session = startSession(options);
  return thenLetGo(session, readUnderControl(session, request));
}

function* readUnderControl(session: Session, request: ReadRequest): Dialogue<PlateReading> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  yield* takeControl(session);
  const reader = yield* askWhoIsThere(session);
  const command = readCommand(reader, request, session.options);
  const expectedMs = READ_MS + session.options.mixSeconds * 1000;
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs } };
  yield* sendCommand(command);
  const start = yield* awaitRead(session);
  const copy = yield* receivePlate(session, start, blocksAsked(request));
  return yield* recoverPlate(session, copy, { request, filtersNm: reader.filtersNm });
}

/**
 * `RPLATE speed mix mixspeed m [r]` for the 680, `RPLATE mix m [r]` for the 550; m and r are filter positions. Throws
 * FILTERS_UNKNOWN, FILTER_NOT_INSTALLED or MIX_TOO_LONG.
 */
export function readCommand(
  reader: Pick<KnownReader, "model" | "filtersNm">,
  request: ReadRequest,
  options: BioRadOptions,
): string {
  const { mixSeconds, mixSpeed, speed } = options;
  const filters = [positionOf(request.measurementNm, reader.filtersNm)];
  if (request.referenceNm !== null) filters.push(positionOf(request.referenceNm, reader.filtersNm));
  if (reader.model === "680") return ["RPLATE", speed, mixSeconds, mixSpeed, ...filters].join(" ");
  if (mixSeconds > LONGEST_MIX_550_SECONDS) {
    throw fault("MIX_TOO_LONG", `mixSeconds is ${mixSeconds}, a Model 550 mixes at most 9 s`);
  }
  return ["RPLATE", mixSeconds, ...filters].join(" ");
}

function positionOf(wavelengthNm: number, filtersNm: KnownReader["filtersNm"]): number {
  if (filtersNm === null) {
    throw fault("FILTERS_UNKNOWN", `the position of the ${wavelengthNm} nm filter is not known`);
  }
  const index = filtersNm.indexOf(wavelengthNm);
  if (index >= 0) return index + 1;
  const installed = filtersNm.filter((filter) => filter !== null).join(", ");
  const message = `no ${wavelengthNm} nm filter is installed; the wheel holds ${installed} nm`;
  throw fault("FILTER_NOT_INSTALLED", message);
}

type Header = Extract<PlateStart, { kind: "header" }>;

/** The header of the plate being read. An answer of zeros alone may stand before it. */
function* awaitRead(session: Session): Dialogue<Header> {
  const { readTimeoutMs } = session.options;
  let start = yield* awaitPlate(session, readTimeoutMs);
  if (start.kind === "code" && start.isSuccess) start = yield* awaitPlate(session, readTimeoutMs);
  if (start.kind === "header") return start;
  if (start.kind === "code") throw refused("RPLATE", start.code);
  return yield* askAfterSilence(session);
}

/**
 * RL shows how things stand after a read that brought nothing. RTPLATE would not do: it might send the plate before,
 * which is another patient's.
 */
function* askAfterSilence(session: Session): Dialogue<Header> {
  session.inControl = false;
  yield* sendCommand("RL");
  const answer = yield* awaitPlate(session, session.options.answerTimeoutMs);
  if (answer.kind === "header") return answer;
  if (answer.kind === "silence") throw unanswered("RPLATE and RL", answer.heardNoise);
  if (!answer.isSuccess) throw refused("RL", answer.code);
  throw fault(
    "NO_PLATE",
    `no plate came within ${session.options.readTimeoutMs / 1000} s of the read command`,
  );
}

/** Gets a whole plate out of a damaged transfer: the reader can send its last plate again (RTPLATE). */
import type { PlateReading, ReadingWarning } from "../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../src/instrument/contract.ts";
import { checksumFlaws, flaws, headFlaws, isSameTransfer, type PlateCopy } from "./plate-copy.ts";
import { toReading, wavelengthOf } from "./plate-reading.ts";
import { awaitPlate, receivePlate } from "./receive-plate.ts";
import { fault, refused, type Session, sendCommand, takeControl } from "./session.ts";

/** The first transfer and two more: two equal ones outvote a checksum, and a cable can be bad twice. */
const MOST_TRANSFERS = 3;

export interface Asked {
  /** Null for a plate that we did not ask to be read. */
  readonly request: ReadRequest | null;
  /** Wavelengths by filter position, where they are known. */
  readonly filtersNm: readonly (number | null)[] | null;
}

/** How many blocks the request brings; null when only the plate itself can tell. */
export function blocksAsked(request: ReadRequest | null): 1 | 2 | null {
  if (request === null) return null;
  return request.referenceNm === null ? 1 : 2;
}

/**
 * The reading of the first transfer when it is whole; otherwise RTPLATE is asked up to twice more. A copy without
 * doubts counts, with the warning RETRANSMITTED; where checksum, filters or head are wrong every time, two identical
 * copies count, with the warning CHECKSUM, FILTER_DIFFERS or HEAD_DIFFERS. Throws DAMAGED_TRANSFER with the rows that did arrive, or the
 * fault of the repeated command.
 */
export function* recoverPlate(
  session: Session,
  first: PlateCopy,
  asked: Asked,
): Dialogue<PlateReading> {
  const copies = [first];
  for (;;) {
    const chosen = choose(copies, asked);
    if (chosen !== null) return toReading(chosen.copy, asked.filtersNm, chosen.warnings);
    const partial = toReading(fullest(copies), asked.filtersNm);
    const again = copies.length < MOST_TRANSFERS ? yield* askAgain(session, asked, partial) : null;
    if (again === null) throw damaged(copies, asked, partial);
    copies.push(again);
  }
}

/** RTPLATE; null when nothing comes. A refusal is thrown with what had arrived before. */
function* askAgain(
  session: Session,
  asked: Asked,
  partial: PlateReading,
): Dialogue<PlateCopy | null> {
  try {
    if (!session.inControl) yield* takeControl(session);
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
    const code = error.readerCode === null ? {} : { readerCode: error.readerCode };
    throw new ReaderFault(error.fault, error.message, { ...code, partial });
  }
  yield* sendCommand("RTPLATE");
  let start = yield* awaitPlate(session, session.options.interLineTimeoutMs);
  // Zeros alone answer an older command that was not waited for.
  if (start.kind === "code" && start.isSuccess) {
    start = yield* awaitPlate(session, session.options.interLineTimeoutMs);
  }
  if (start.kind === "silence") return null;
  if (start.kind === "code") throw refused("RTPLATE", start.code, { partial });
  return yield* receivePlate(session, start, blocksAsked(asked.request));
}

interface Choice {
  readonly copy: PlateCopy;
  readonly warnings: readonly ReadingWarning[];
}

/** The newest copy when it can be believed; null when the reader has to be asked again. */
function choose(copies: readonly PlateCopy[], asked: Asked): Choice | null {
  const copy = copies.at(-1);
  if (copy === undefined || flaws(copy, blocksAsked(asked.request)).length > 0) return null;
  const doubts = doubtsOf(copy, asked);
  const earlier = copies.slice(0, -1);
  if (doubts.length === 0) {
    return { copy, warnings: earlier.length === 0 ? [] : [retransmitted(earlier, asked)] };
  }
  if (!earlier.some((other) => isSameTransfer(other, copy))) return null;
  const twice = "The reader sent the same twice.";
  const warnings = doubts.map(({ code, message }) => ({ code, message: `${message} ${twice}` }));
  return { copy, warnings };
}

/** What speaks against a copy that is built as it should be. */
function doubtsOf(copy: PlateCopy, { request, filtersNm }: Asked): ReadingWarning[] {
  const doubts = checksumFlaws(copy).map((flaw) => ({
    code: "CHECKSUM",
    message: `In one block ${flaw}.`,
  }));
  const head = headFlaws(copy).map((flaw) => `In the head ${flaw}.`);
  doubts.push(...head.map((message) => ({ code: "HEAD_DIFFERS", message })));
  const measurementNm = wavelengthOf(copy.measurementFilter, filtersNm);
  const referenceNm = wavelengthOf(copy.referenceFilter, filtersNm);
  const isAsAsked =
    request === null ||
    (measurementNm === request.measurementNm && referenceNm === request.referenceNm);
  if (!isAsAsked) {
    const names = [copy.measurementFilter, copy.referenceFilter].filter((name) => name !== null);
    const message = `The plate names the filters ${names.join(" and ")}, which were not asked for.`;
    doubts.push({ code: "FILTER_DIFFERS", message });
  }
  return doubts;
}

function retransmitted(earlier: readonly PlateCopy[], asked: Asked): ReadingWarning {
  return {
    code: "RETRANSMITTED",
    message: `The plate was sent again because of damage on the way. ${damage(earlier, asked)} This copy is whole.`,
  };
}

function damaged(copies: readonly PlateCopy[], asked: Asked, partial: PlateReading): ReaderFault {
  const message = `the plate did not arrive whole. ${damage(copies, asked)}`;
  return fault("DAMAGED_TRANSFER", message, { partial });
}

/** What was wrong, transfer by transfer. */
function damage(copies: readonly PlateCopy[], asked: Asked): string {
  const sentences = copies.map((copy, index) => {
    const missing = flaws(copy, blocksAsked(asked.request)).map((flaw) => `${flaw}.`);
    const doubts = doubtsOf(copy, asked).map((doubt) => doubt.message);
    return `Transfer ${index + 1}: ${[...missing, ...doubts].join(" ")}`;
  });
  return sentences.join(" ");
}

function fullest(copies: readonly PlateCopy[]): PlateCopy {
  const rowCount = (copy: PlateCopy) =>
    copy.blocks.flatMap((block) => block.rows).filter((row) => row !== null).length;
  return copies.reduce((best, copy) => (rowCount(copy) > rowCount(best) ? copy : best));
}

/** Gets a whole plate out of a damaged transfer, where the profile knows how to have it sent again. */
import type { PlateReading, ReadingWarning } from "../../src/domain/reading.ts";
import { type Dialogue, ReaderFault } from "../../src/instrument/contract.ts";
import { commandOf, takeControl } from "./answer.ts";
import { fault } from "./faults.ts";
import type { PlateCopy } from "./plate-copy.ts";
import {
  doubts,
  type Expected,
  flaws,
  isSameTransfer,
  toPartialReading,
  toReading,
} from "./plate-reading.ts";
import { askForPlate } from "./receive-plate.ts";
import type { Session } from "./session.ts";

/** The first transfer and two more: two equal ones outvote a checksum, and a cable can be bad twice. */
const MOST_TRANSFERS = 3;

/**
 * The reading of the first transfer when it is whole and nothing speaks against it. Otherwise it is asked for again, if
 * the profile has `retransmit`, up to twice; two identical copies count whatever their checksum. What the profile says of
 * a mismatch decides about the rest: `warn` keeps it with a warning, the others give it up. Throws DAMAGED_TRANSFER with
 * the wells that did arrive.
 */
export function* recoverPlate(
  session: Session,
  first: PlateCopy,
  expected: Expected,
): Dialogue<PlateReading> {
  const copies = [first];
  for (;;) {
    const chosen = choose(copies, expected);
    if (chosen !== null) return withWarnings(session, chosen, expected);
    const partial = toPartialReading(fullest(copies), expected, session.warnings);
    const again =
      copies.length < MOST_TRANSFERS && maySendAgain(session)
        ? yield* askAgain(session, expected, partial)
        : null;
    if (again === null) {
      const last = keptWithWarning(session, copies, expected);
      if (last !== null) return withWarnings(session, last, expected);
      throw fault(
        "DAMAGED_TRANSFER",
        `the plate did not arrive whole. ${damage(copies, expected)}`,
        {
          partial,
        },
      );
    }
    copies.push(again);
  }
}

interface Choice {
  readonly copy: PlateCopy;
  readonly warnings: readonly ReadingWarning[];
}

function withWarnings(
  session: Session,
  { copy, warnings }: Choice,
  expected: Expected,
): PlateReading {
  return toReading(copy, expected, [...session.warnings, ...warnings]);
}

function maySendAgain({ profile }: Session): boolean {
  return commandOf(profile, "retransmit") !== null;
}

/** The newest copy when it can be believed; null when the reader has to be asked again. */
function choose(copies: readonly PlateCopy[], expected: Expected): Choice | null {
  const { on_mismatch } = expected.profile.checksum;
  const copy = copies.at(-1);
  if (copy === undefined || flaws(copy, expected).length > 0) return null;
  const against = doubts(copy, expected);
  const isSumWrong = against.some((one) => one.code === "CHECKSUM");
  if (isSumWrong && on_mismatch === "reject") return null;
  if (isSumWrong && on_mismatch === "warn" && against.length === 1)
    return { copy, warnings: against };
  const earlier = copies.slice(0, -1);
  if (against.length === 0) {
    return { copy, warnings: earlier.length === 0 ? [] : [retransmitted(earlier, expected)] };
  }
  if (!earlier.some((other) => isSameTransfer(other, copy))) return null;
  const twice = "The reader sent the same twice.";
  return {
    copy,
    warnings: against.map(({ code, message }) => ({ code, message: `${message} ${twice}` })),
  };
}

/** A copy that is built as it should be and that nobody can send again. */
function keptWithWarning(
  { profile }: Session,
  copies: readonly PlateCopy[],
  expected: Expected,
): Choice | null {
  const copy = copies.at(-1);
  if (copies.length > 1 || copy === undefined || flaws(copy, expected).length > 0) return null;
  const warnings = doubts(copy, expected);
  const isRefused =
    warnings.some((one) => one.code === "CHECKSUM") && profile.checksum.on_mismatch !== "warn";
  return isRefused ? null : { copy, warnings };
}

/** `retransmit`; null when nothing comes. A refusal is thrown with what had arrived before. */
function* askAgain(
  session: Session,
  expected: Expected,
  partial: PlateReading,
): Dialogue<PlateCopy | null> {
  const { profile } = session;
  const command = commandOf(profile, "retransmit");
  if (command === null) return null;
  try {
    if (!session.inControl) yield* takeControl(session);
    const withinMs = command.within_ms ?? profile.time_outs.inter_byte_ms;
    return yield* askForPlate(
      session,
      command,
      { name: "retransmit", values: {}, withinMs },
      expected,
    );
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
    const code = error.readerCode === null ? {} : { readerCode: error.readerCode };
    throw new ReaderFault(error.fault, error.message, { ...code, partial });
  }
}

function retransmitted(earlier: readonly PlateCopy[], expected: Expected): ReadingWarning {
  return {
    code: "RETRANSMITTED",
    message: `The plate was sent again because of damage on the way. ${damage(earlier, expected)} This copy is whole.`,
  };
}

/** What was wrong, transfer by transfer. */
function damage(copies: readonly PlateCopy[], expected: Expected): string {
  const sentences = copies.map((copy, index) => {
    const missing = flaws(copy, expected).map((flaw) => `${flaw}.`);
    const against = doubts(copy, expected).map((doubt) => doubt.message);
    return `Transfer ${index + 1}: ${[...missing, ...against].join(" ")}`;
  });
  return sentences.join(" ");
}

function fullest(copies: readonly PlateCopy[]): PlateCopy {
  const wellCount = (copy: PlateCopy) =>
    copy.blocks.flatMap((block) => block.values).filter((value) => value !== null).length;
  return copies.reduce((best, copy) => (wellCount(copy) > wellCount(best) ? copy : best));
}

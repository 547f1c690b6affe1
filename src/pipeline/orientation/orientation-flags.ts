import type { SampleResult } from "../../analysis/analyse-everything.ts";
import {
  clearlyBetter,
  isConfirmedAgainst,
  MISFIT_PARTS,
  type Orientation,
} from "../../analysis/orientation/orientation.ts";
import {
  cannotTellSentence,
  saidAgainstSentence,
  turnedSentence,
} from "../../analysis/orientation/orientation-sentences.ts";
import { FAIL_SENTENCES } from "../../analysis/sentences.ts";
import { TURN_WORDS } from "../../domain/plate-turn.ts";
import { type NewFlag, qualityFlag } from "../new-flag.ts";

/**
 * A plate that is held because it seems turned or was said to lie otherwise than its numbers show, and a warning for one
 * that a person says lay as read against them. One of which nobody can tell raises no flag: its lamp asks for a look.
 * Takes the result alone, so that the flags of a stored one can be raised again.
 */
export function orientationFlags(result: SampleResult): NewFlag[] {
  return Object.entries(result.orientation ?? {}).flatMap(([barcode, orientation]) => {
    const against = againstSentence(orientation, null);
    const isHeld = isHeldIn(result, barcode);
    const isWarned = isConfirmedAgainst(orientation, orientation.said);
    if ((!isHeld && !isWarned) || against === null) return [];
    return [
      qualityFlag(barcode, {
        rule_id: "quality/orientation",
        severity: isHeld ? "high" : "warning",
        arm: null,
        title: titleOf(barcode, orientation, isHeld),
        reasons: [
          against,
          ...(isHeld ? [FAIL_SENTENCES.TURNED] : []),
          ...partSentences(orientation),
        ],
        wells: [],
        numbers: numbersOf(orientation),
      }),
    ];
  });
}

function isHeldIn(result: SampleResult | null, barcode: string): boolean {
  return result?.plates[barcode]?.failReasons.includes("TURNED") ?? false;
}

/** What the numbers have against the way that the plate counts by; null when nothing. */
function againstSentence(orientation: Orientation, by: string | null): string | null {
  const { said } = orientation;
  return said === undefined
    ? turnedSentence(orientation)
    : saidAgainstSentence(orientation, said, by);
}

function titleOf(barcode: string, { best, said }: Orientation, isHeld: boolean): string {
  const start = `Plate ${barcode}${isHeld ? " is held" : ""}:`;
  if (said === undefined) return `${start} it seems ${TURN_WORDS[best]}`;
  return `${start} it was said to lie ${TURN_WORDS[said]}, its numbers are against it`;
}

const PART_WORDS = {
  blanks: "blanks that are not low and even",
  empty: "cells in empty wells",
  controls: "controls that are not high and even",
  doseOrder: "survival that rises with the dose",
  replicates: "replicates that disagree",
  position: "drift that would have to be assumed",
} as const;

/** The way that the plate counts by, and the one that fits better. */
function waysOf(orientation: Orientation) {
  const { ways, best, said } = orientation;
  const turn = said === undefined ? best : (clearlyBetter(orientation, said)?.turn ?? best);
  const counts = ways.find((way) => way.turn === (said ?? "as-read"));
  return { counts, better: ways.find((way) => way.turn === turn) };
}

/** What speaks against the plate as it counts, heaviest first. */
function partSentences(orientation: Orientation): string[] {
  const { counts, better } = waysOf(orientation);
  const ours = counts?.parts ?? null;
  const other = better?.parts ?? null;
  if (counts === undefined || ours === null || other === null) return [];
  const against = MISFIT_PARTS.map((part) => ({ part, more: ours[part] - other[part] }))
    .filter(({ more }) => more >= 1)
    .sort((a, b) => b.more - a.more);
  if (against.length === 0) return [];
  const words = against.map(({ part, more }) => `${PART_WORDS[part]} (${more.toFixed(0)})`);
  return [
    `What speaks against the plate ${TURN_WORDS[counts.turn]}, in parts of the misfit: ${words.join(", ")}.`,
  ];
}

function numbersOf(orientation: Orientation): Record<string, unknown> {
  const { ways, best, margin, limit, said } = orientation;
  const { counts, better } = waysOf(orientation);
  return {
    best: better?.turn ?? best,
    misfit: better?.misfit ?? null,
    misfitAsRead: ways[0]?.misfit ?? null,
    margin,
    limit,
    wellsThatDiffer: better?.wellsThatDiffer ?? null,
    ...(said === undefined ? {} : { said, misfitAsSaid: counts?.misfit ?? null }),
  };
}

/** Why a plate is held, and what to do; null when it is not. `saidBy` is who said how it lay; null where nobody did. */
export function holdSentence(
  result: SampleResult | null,
  barcode: string,
  saidBy: string | null,
): string | null {
  const orientation = result?.orientation?.[barcode];
  if (!isHeldIn(result, barcode) || orientation === undefined) return null;
  const why = againstSentence(orientation, saidBy) ?? FAIL_SENTENCES.TURNED;
  const remedy =
    orientation.said === undefined
      ? "read it again, or say how it lay."
      : "say again how it lay, or read it again.";
  return `Held: ${lowerFirst(why)} Look where A1 lay: ${remedy}`;
}

/** What the numbers have against a person who says that the plate lay as read; null when nothing. */
export function readAgainstNumbersSentence(
  result: SampleResult | null,
  barcode: string,
  saidBy: string | null,
): string | null {
  const orientation = result?.orientation?.[barcode];
  if (orientation === undefined || !isConfirmedAgainst(orientation, orientation.said)) return null;
  return againstSentence(orientation, saidBy);
}

/** What a person has to rule out because the numbers cannot; null when nothing, or when somebody has said how the plate lay. */
export function turnUnknownSentence(
  result: SampleResult | null,
  barcode: string,
  isSaid: boolean,
): string | null {
  const orientation = result?.orientation?.[barcode];
  return isSaid || orientation === undefined ? null : cannotTellSentence(orientation);
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

import type { SampleResult } from "../../analysis/analyse-everything.ts";
import { MISFIT_PARTS, type Orientation } from "../../analysis/orientation/orientation.ts";
import {
  cannotTellSentence,
  turnedSentence,
} from "../../analysis/orientation/orientation-sentences.ts";
import { FAIL_SENTENCES } from "../../analysis/sentences.ts";
import { TURN_WORDS } from "../../domain/plate-turn.ts";
import { type NewFlag, qualityFlag } from "../new-flag.ts";

/**
 * A plate that is held because it seems turned. One of which nobody can tell raises no flag: its lamp asks for a look. Takes
 * the result alone, so that the flags of a stored one can be raised again.
 */
export function orientationFlags(result: SampleResult): NewFlag[] {
  return Object.entries(result.orientation ?? {}).flatMap(([barcode, orientation]) => {
    const turned = turnedSentence(orientation);
    const isHeld = result.plates[barcode]?.failReasons.includes("TURNED") ?? false;
    if (!isHeld || turned === null) return [];
    return [
      qualityFlag(barcode, {
        rule_id: "quality/orientation",
        severity: "high",
        arm: null,
        title: `Plate ${barcode} is held: it seems ${TURN_WORDS[orientation.best]}`,
        reasons: [turned, FAIL_SENTENCES.TURNED, ...partSentences(orientation)],
        wells: [],
        numbers: numbersOf(orientation),
      }),
    ];
  });
}

const PART_WORDS = {
  blanks: "blanks that are not low and even",
  empty: "cells in empty wells",
  controls: "controls that are not high and even",
  doseOrder: "survival that rises with the dose",
  replicates: "replicates that disagree",
  position: "drift that would have to be assumed",
} as const;

/** What speaks against the plate as read, heaviest first. */
function partSentences({ ways, best }: Orientation): string[] {
  const asRead = ways[0]?.parts ?? null;
  const other = ways.find(({ turn }) => turn === best)?.parts ?? null;
  if (asRead === null || other === null) return [];
  const against = MISFIT_PARTS.map((part) => ({ part, more: asRead[part] - other[part] }))
    .filter(({ more }) => more >= 1)
    .sort((a, b) => b.more - a.more);
  if (against.length === 0) return [];
  const words = against.map(({ part, more }) => `${PART_WORDS[part]} (${more.toFixed(0)})`);
  return [`What speaks against the plate as read, in parts of the misfit: ${words.join(", ")}.`];
}

function numbersOf({ ways, best, margin, limit }: Orientation): Record<string, unknown> {
  const way = ways.find(({ turn }) => turn === best);
  return {
    best,
    misfit: way?.misfit ?? null,
    misfitAsRead: ways[0]?.misfit ?? null,
    margin,
    limit,
    wellsThatDiffer: way?.wellsThatDiffer ?? null,
  };
}

/** Why a plate is held, and what to do; null when it is not. */
export function holdSentence(result: SampleResult | null, barcode: string): string | null {
  const orientation = result?.orientation?.[barcode];
  const isHeld = result?.plates[barcode]?.failReasons.includes("TURNED") ?? false;
  if (!isHeld || orientation === undefined) return null;
  return `Held: ${lowerFirst(turnedSentence(orientation) ?? FAIL_SENTENCES.TURNED)} Look where A1 lay: read it again, or say how it lay.`;
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

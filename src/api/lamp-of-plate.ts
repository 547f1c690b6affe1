/** Which codes of the table of lamps apply to a plate as it counts now, and the lamp that comes of them. */

import type { SampleResult } from "../analysis/analyse-everything.ts";
import type { UniformPlateResult } from "../analysis/assays/sample-assays.ts";
import { maskWells } from "../analysis/mask-wells.ts";
import type { PlateStatistics } from "../analysis/sample-analysis.ts";
import { type AnalysisSettings, DEFAULT_SETTINGS, parseSettings } from "../analysis/settings.ts";
import { isLampCode, LAMPS, type LampCode, lampOf, transferLampCode } from "../domain/lamp.ts";
import { type PlateReading, planeOf } from "../domain/reading.ts";
import { ALL_WELLS } from "../domain/well.ts";
import { toAnalysisPlate, type UnderstoodPlate } from "../pipeline/sample-evidence.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateSummaryView } from "./views.ts";

/** A code, and the wells that it is about; none where it is about the whole plate. */
interface Found {
  readonly code: LampCode;
  readonly well: string | null;
}

/** What is known of a plate beside its reading. */
interface Known {
  /** It seems turned, or was said to lie otherwise than its numbers show. */
  readonly held: boolean;
  /** Nothing shows that it does not lie turned. */
  readonly turnUnknown: boolean;
  /** A person says that it lay as read, and its numbers are against it. */
  readonly readAgainstNumbers: boolean;
  /** False where its layout is not judged, or nothing has been analysed yet. */
  readonly judged: boolean;
}

/** The lamp of a plate, and the code it comes of. */
export function lampOfPlate(
  store: Store,
  evidence: UnderstoodPlate,
  result: SampleResult | null,
  known: Known,
): Pick<PlateSummaryView, "lamp" | "lampCode" | "lampSentence" | "lampRemedy"> {
  const settings = settingsOf(store, evidence);
  const found = [
    ...foundInReading(evidence, settings),
    ...foundInTurn(evidence, known).map(wholePlate),
    ...(known.judged
      ? foundInAnswer(evidence, result, known.turnUnknown).map(wholePlate)
      : [wholePlate(result === null ? "NOT_ANALYSED" : "NOT_JUDGED")]),
  ];
  const { code, lamp, sentence, remedy } = lampOf(withoutVain(store, evidence, settings, found));
  return { lamp, lampCode: code, lampSentence: sentence, lampRemedy: remedy };
}

/** What only a layout that asks the question can show: others have no controls to fail, and no answer to turn. */
function foundInAnswer(
  evidence: UnderstoodPlate,
  result: SampleResult | null,
  turnUnknown: boolean,
): LampCode[] {
  return [
    ...foundInResult(evidence, result),
    ...(turnUnknown ? ["ORIENTATION_UNKNOWN" as const] : []),
  ];
}

/** What the numbers have against the way that the plate counts by. */
function foundInTurn({ turn }: UnderstoodPlate, { held, readAgainstNumbers }: Known): LampCode[] {
  if (held && turn === null) return ["PLATE_TURNED"];
  return held || readAgainstNumbers ? ["TURN_AGAINST_NUMBERS"] : [];
}

const wholePlate = (code: LampCode): Found => ({ code, well: null });

function settingsOf(store: Store, { plate }: UnderstoodPlate): AnalysisSettings {
  const row = store.analyses.current(plate.sample_id);
  const stored = row === null ? null : store.analyses.settings(row.settings_sha256);
  return stored === null ? DEFAULT_SETTINGS : parseSettings(JSON.parse(stored));
}

/** What the reading itself shows, whatever the layout asks: its transfer, and the wells that are left out. */
function foundInReading(evidence: UnderstoodPlate, settings: AnalysisSettings): Found[] {
  const { reading, version } = evidence;
  return [
    ...reading.warnings.map((warning) => wholePlate(transferLampCode(warning.code))),
    ...(version.bar_reason === null ? [] : [wholePlate("LET_IN_BY_PERSON")]),
    ...foundInWells(evidence, settings),
  ];
}

function foundInWells(evidence: UnderstoodPlate, settings: AnalysisSettings): Found[] {
  const { reasons } = maskWells(toAnalysisPlate(evidence), settings);
  return reasons.flatMap((reason, index): Found[] => {
    const well = ALL_WELLS[index] ?? null;
    if (reason === "reference-artefact") return [{ code: "WELLS_REFERENCE_ARTEFACT", well }];
    if (reason === "blank-outlier") return [{ code: "WELLS_BLANK_OUTLIER", well }];
    if (reason === "review") return [{ code: "WELLS_MASKED_BY_PERSON", well }];
    if (reason !== "over-range") return [];
    const notRead = wasNotRead(evidence.reading, index);
    return [{ code: notRead ? "WELLS_NOT_READ" : "WELLS_OVER_RANGE", well }];
  });
}

/** A well without a number that the reader did not call out of its range. */
function wasNotRead(reading: PlateReading, index: number): boolean {
  const planes = [planeOf(reading, "measurement"), planeOf(reading, "reference")];
  return planes.some((plane) => {
    const value = plane?.values[index];
    return value?.absorbance === null && value.direction === "not-read";
  });
}

/** What the analysis says of the plate. Wells that are left out are told by the reading, how it lay by `foundInTurn`. */
function foundInResult({ plate }: UnderstoodPlate, result: SampleResult | null): LampCode[] {
  if (result === null) return [];
  const { barcode } = plate;
  const uniform = result.uniformPlates.find((one) => one.plate === barcode);
  const codes = uniform === undefined ? plateCodes(result.plates[barcode]) : uniformCodes(uniform);
  const comparisons = result.comparisons.filter((one) => one.plate === barcode);
  return [
    ...codes.filter((code) => code !== "WELLS_MASKED"),
    ...comparisons.flatMap(({ reasons, qualifiers }) => [...reasons, ...qualifiers]),
    ...((result.suspicions[barcode] ?? []).length > 0 ? ["SUSPICIOUS_NUMBERS"] : []),
  ]
    .filter(isLampCode)
    .filter((code) => code !== "PLATE_TURNED");
}

function plateCodes(statistics: PlateStatistics | undefined): readonly string[] {
  return statistics === undefined ? [] : [...statistics.failReasons, ...statistics.warnings];
}

function uniformCodes({ verdict, warnings }: UniformPlateResult): readonly string[] {
  return [...(verdict === "fail" ? ["UNIFORM_FAIL"] : []), ...warnings];
}

/**
 * What asks to read again, and was there in the reading before this one just the same, will be there the next time:
 * then the lamp asks somebody to look instead.
 */
function withoutVain(
  store: Store,
  evidence: UnderstoodPlate,
  settings: AnalysisSettings,
  found: readonly Found[],
): LampCode[] {
  const urgent = found.filter(({ code }) => LAMPS[code].lamp === "re-read");
  const before = urgent.length === 0 ? null : readingBefore(store, evidence);
  if (before === null) return found.map(({ code }) => code);
  const known = new Set(foundInReading(before, settings).map(nameOf));
  const isVain = (one: Found): boolean =>
    LAMPS[one.code].lamp === "re-read" && known.has(nameOf(one));
  return found.map((one) => (isVain(one) ? "STILL_AFTER_REREAD" : one.code));
}

const nameOf = ({ code, well }: Found): string => `${code} ${well}`;

/** The plate with the reading that it had before; null for the first one. */
function readingBefore(store: Store, evidence: UnderstoodPlate): UnderstoodPlate | null {
  const { plate, version } = evidence;
  const earlier = store.plates.versions(plate.id).filter((one) => one.version < version.version);
  const last = earlier.at(-1);
  const row = last === undefined ? null : store.readings.byId(last.reading_id);
  if (last === undefined || row === null || row.body === null) return null;
  const reading = JSON.parse(row.body) as PlateReading;
  return { ...evidence, version: last, row, reading, masks: [] };
}

/** Why two analyses may differ: everything they rest on, side by side. */
import { type AnalysisSettings, DEFAULT_SETTINGS } from "../analysis/settings.ts";
import { type PlateTurn, TURN_WORDS } from "../domain/plate-turn.ts";
import type { Store } from "../store/open-store.ts";
import { compareJson } from "./compare-json.ts";

export interface Cause {
  readonly kind:
    | "settings"
    | "program"
    | "blasts"
    | "plate"
    | "reading"
    | "layout"
    | "mask"
    | "turn"
    | "closing"
    | "other";
  /** In words, with what it was and what it is. */
  readonly sentence: string;
}

/** What an analysis rests on. */
export interface Foundation {
  readonly inputs: string;
  readonly settings: AnalysisSettings;
  readonly programVersion: string;
  readonly provisional: boolean;
}

/** Names of the thresholds that differ. */
export function differingSettings(
  before: AnalysisSettings,
  after: AnalysisSettings,
): readonly (keyof AnalysisSettings)[] {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof AnalysisSettings)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

interface PlateInputs {
  readonly plateId: string;
  readonly barcode: string;
  readonly version: number;
  readonly readingId: string;
  readonly layoutSha256: string;
  readonly masks: readonly { readonly well: string; readonly reason: string }[];
  /** Left out where nobody has said how the plate lay. */
  readonly turn?: PlateTurn;
}

interface Inputs {
  readonly blastsDay4Percent: number | null;
  readonly plates: readonly PlateInputs[];
}

function shown(value: unknown): string {
  return value === null || value === undefined ? "none" : JSON.stringify(value);
}

function settingsCauses(before: Foundation, after: Foundation): Cause[] {
  return differingSettings(before.settings, after.settings).map((name) => ({
    kind: "settings",
    sentence: `setting ${name}: ${shown(before.settings[name])} → ${shown(after.settings[name])}`,
  }));
}

function layoutName(store: Store, sha256: string): string {
  const row = store.plates.layoutByHash(sha256);
  return row === null ? sha256.slice(0, 12) : `${row.id} revision ${row.revision}`;
}

/** Who put a mask on; the newest of that reason counts. */
function maskedBy(store: Store, plateId: string, mask: PlateInputs["masks"][number]): string {
  const event = store.plates
    .maskEvents(plateId)
    .findLast(({ action, well, reason }) =>
      action === "mask" ? well === mask.well && reason === mask.reason : false,
    );
  return event === undefined ? "unknown" : event.by_name;
}

function maskCauses(store: Store, before: PlateInputs, after: PlateInputs): Cause[] {
  const missingIn = (masks: PlateInputs["masks"], mask: PlateInputs["masks"][number]): boolean =>
    !masks.some((one) => one.well === mask.well && one.reason === mask.reason);
  const told = (mask: PlateInputs["masks"][number], plate: PlateInputs, what: string): Cause => ({
    kind: "mask",
    sentence: `mask ${what}: ${mask.well} of plate ${plate.barcode}, “${mask.reason}”, by ${maskedBy(store, plate.plateId, mask)}`,
  });
  return [
    ...before.masks
      .filter((mask) => missingIn(after.masks, mask))
      .map((mask) => told(mask, before, "taken off")),
    ...after.masks
      .filter((mask) => missingIn(before.masks, mask))
      .map((mask) => told(mask, after, "put on")),
  ];
}

function turnCauses(before: PlateInputs, after: PlateInputs): Cause[] {
  if (before.turn === after.turn) return [];
  const said = ({ turn }: PlateInputs) =>
    turn === undefined ? "nobody had said" : `“${TURN_WORDS[turn]}”`;
  const sentence = `how plate ${after.barcode} lay: ${said(before)} → ${said(after)}`;
  return [{ kind: "turn", sentence }];
}

function plateCauses(store: Store, before: PlateInputs, after: PlateInputs): Cause[] {
  const causes: Cause[] = [];
  if (before.readingId !== after.readingId) {
    const reason = store.plates.versionOfReading(after.readingId)?.reread_reason ?? null;
    causes.push({
      kind: "reading",
      sentence: `plate ${after.barcode}: version ${before.version} (reading ${before.readingId}) → version ${after.version} (reading ${after.readingId})${reason === null ? "" : `, “${reason}”`}`,
    });
  }
  if (before.layoutSha256 !== after.layoutSha256) {
    causes.push({
      kind: "layout",
      sentence: `plate ${after.barcode}: layout ${layoutName(store, before.layoutSha256)} → ${layoutName(store, after.layoutSha256)}`,
    });
  }
  return [...causes, ...turnCauses(before, after), ...maskCauses(store, before, after)];
}

function evidenceCauses(store: Store, before: Inputs, after: Inputs): Cause[] {
  const was = new Map(before.plates.map((plate) => [plate.plateId, plate]));
  const is = new Map(after.plates.map((plate) => [plate.plateId, plate]));
  const gone = before.plates.filter((plate) => !is.has(plate.plateId));
  return [
    ...gone.map(
      ({ barcode }): Cause => ({ kind: "plate", sentence: `plate ${barcode} is no longer there` }),
    ),
    ...after.plates.flatMap((plate): Cause[] => {
      const earlier = was.get(plate.plateId);
      return earlier === undefined
        ? [{ kind: "plate", sentence: `plate ${plate.barcode} has come` }]
        : plateCauses(store, earlier, plate);
    }),
  ];
}

/** Whatever else the records of the inputs say that is told by no other cause. */
function otherCauses(before: string, after: string): Cause[] {
  return compareJson(JSON.parse(before), JSON.parse(after)).differences.map(
    ({ path, before: was, after: is }) => ({
      kind: "other",
      sentence: `input ${path}: ${shown(was)} → ${shown(is)}`,
    }),
  );
}

/** In which of the things they rest on two analyses of a sample differ; empty when in none. */
export function causesBetween(
  store: Store,
  before: Foundation,
  after: Foundation,
): readonly Cause[] {
  const was = JSON.parse(before.inputs) as Inputs;
  const is = JSON.parse(after.inputs) as Inputs;
  const causes = settingsCauses(before, after);
  if (before.programVersion !== after.programVersion) {
    const sentence = `program version: ${before.programVersion} → ${after.programVersion}`;
    causes.push({ kind: "program", sentence });
  }
  if (was.blastsDay4Percent !== is.blastsDay4Percent) {
    const sentence = `blasts on day 4 in percent: ${shown(was.blastsDay4Percent)} → ${shown(is.blastsDay4Percent)}`;
    causes.push({ kind: "blasts", sentence });
  }
  const evidence = evidenceCauses(store, was, is);
  const isTold = evidence.length > 0 || causes.some((cause) => cause.kind === "blasts");
  causes.push(...evidence, ...(isTold ? [] : otherCauses(before.inputs, after.inputs)));
  if (before.provisional !== after.provisional) {
    const word = (provisional: boolean): string => (provisional ? "provisional" : "final");
    const sentence = `the sample: ${word(before.provisional)} → ${word(after.provisional)}, which changes no number`;
    causes.push({ kind: "closing", sentence });
  }
  return causes;
}

/** True when one of the causes can change a number. */
export function canChangeNumbers(causes: readonly Cause[]): boolean {
  return causes.some((cause) => cause.kind !== "closing");
}

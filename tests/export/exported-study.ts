/** Plates of the shipped study, read and analysed on a paper bench, to be exported. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXPORT_FORMATS } from "../../src/export/export-files.ts";
import type { ExportManifest } from "../../src/export/export-manifest.ts";
import { type ExportRequest, exportStore } from "../../src/export/export-store.ts";
import { type GatheredPlate, gatherPlates } from "../../src/export/gather-plates.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import type { Store } from "../../src/store/open-store.ts";
import { paperBench, readPlate, study } from "../pipeline/paper-bench.ts";
import { freshFolder } from "../store/fresh-store.ts";

/** Brings the analyses of these samples up to date. */
export function evaluate(store: Store, ...samples: readonly string[]): void {
  for (const name of samples) {
    const sample = store.samples.byName(name);
    if (sample === null) throw new Error(`no sample ${name}`);
    evaluateSample(store, sample.id, study.settings);
  }
}

/** A store with one plate of each of these samples, `B` being plate `B-1`. */
export async function studyStore(...samples: readonly string[]): Promise<Store> {
  const bench = paperBench();
  for (const sample of samples) {
    const barcode = `${sample}-1`;
    await readPlate(bench, { plate: barcode, barcode, sample, blastsDay4Percent: 95 });
  }
  evaluate(bench.store, ...samples);
  return bench.store;
}

export function mask(store: Store, barcode: string, well: string, reason: string): void {
  const plateId = store.plates.byBarcode(barcode)?.id ?? "";
  maskWell(store, { plateId, well, action: "mask", reason, by: "reviewer" });
}

export const EVERYTHING = { samples: [], plates: [] };

export function gathered(store: Store): readonly GatheredPlate[] {
  return gatherPlates(store, EVERYTHING);
}

export interface Exported {
  readonly folder: string;
  readonly manifest: ExportManifest;
  readonly text: (path: string) => string;
}

/** Exports to a fresh folder; everything unless told otherwise. */
export function exported(store: Store, more: Partial<ExportRequest> = {}): Exported {
  const folder = join(freshFolder(), "out");
  const manifest = exportStore(store, {
    ...EVERYTHING,
    formats: EXPORT_FORMATS,
    folder,
    force: false,
    strict: false,
    ...more,
  });
  return { folder, manifest, text: (path) => readFileSync(join(folder, path), "utf8") };
}

/** Outside the project; null where it is not there. */
export function sharedFolder(name: string): string | null {
  const folder = join(import.meta.dirname, "../../../shared", name);
  return existsSync(folder) ? folder : null;
}

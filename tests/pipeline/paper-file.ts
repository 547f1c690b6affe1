/** Export files on paper: their bytes are JSON, so that a test can say what an importer makes of them. */
import type { Plan } from "../../src/domain/plan.ts";
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import type {
  ImportedPlate,
  ImportedRead,
  ImportedWell,
  ImportOutcome,
} from "../../src/instrument/exports/contract.ts";
import { captureFiles } from "../../src/pipeline/capture-files.ts";
import type { Captured } from "../../src/pipeline/capture-readings.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import type { ImportFile } from "../../src/pipeline/interpret-file.ts";
import { LAYOUT, MTT, type PaperBench } from "./paper-bench.ts";

export function well(absorbance: number): ImportedWell {
  return {
    absorbance,
    token: String(absorbance),
    remark: null,
    source: { table: null, row: 1, column: 1 },
  };
}

/** 96 wells that differ from each other and from those of another `seed`. */
export function read(wavelengthNm: number | null, seed = 0): ImportedRead {
  const wells = Object.fromEntries(
    ALL_WELLS.map((name, index) => [name, well((index + 1) / 100 + seed)]),
  ) as Record<WellName, ImportedWell>;
  return { label: null, wavelengthNm, wells, referenceSubtracted: false };
}

export function importedPlate(more: Partial<ImportedPlate> = {}): ImportedPlate {
  return {
    label: "Plate 1",
    plateId: null,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: null,
    readerModel: "Paper reader",
    readerSerial: null,
    temperatureC: null,
    reads: [read(570), read(650, 0.01)],
    vendorResults: [],
    header: {},
    bars: [],
    warnings: [],
    ...more,
  };
}

export function paperFile(...plates: readonly ImportedPlate[]): Buffer {
  return Buffer.from(JSON.stringify(plates));
}

/** Reads what `paperFile` wrote; everything else is refused. */
export const importPaper: ImportFile = async ({ bytes }) => {
  try {
    const plates = JSON.parse(Buffer.from(bytes).toString()) as ImportedPlate[];
    return { kind: "plates", dialectId: "paper", dialectVersion: "1", plates };
  } catch {
    return REFUSED;
  }
};

export const REFUSED: ImportOutcome = {
  kind: "refused",
  dialectId: null,
  code: "TRUNCATED_GRID",
  sentence: "Row H is missing.",
};

export interface PaperFolder {
  readonly captured: readonly Captured[];
  drop(name: string, bytes: Uint8Array, folder?: string): Promise<string | null>;
  readonly capture: ReturnType<typeof captureFiles>;
}

export function paperFolder(
  bench: Pick<PaperBench, "store">,
  more: { importFile?: ImportFile; importerVersion?: string } = {},
): PaperFolder {
  const captured: Captured[] = [];
  const capture = captureFiles(
    {
      store: bench.store,
      persist: async (work) => work(),
      importFile: importPaper,
      importerVersion: "1",
      request: MTT,
      ...more,
    },
    () => undefined,
  );
  capture.captured$.subscribe((one) => captured.push(one));
  return {
    captured,
    capture,
    drop: async (name, bytes, folder = "exports") => {
      const { problem } = await capture.portFor(folder).keep({ name, bytes, madeAtUtc: null });
      return problem;
    },
  };
}

/** Plans plates of one sample. */
export function planPlates(
  bench: PaperBench,
  barcodes: readonly string[],
  dueAt: string | null = null,
): void {
  const sample = `sample of ${barcodes[0]}`;
  const plan: Plan = {
    id: `plan of ${barcodes.join(" ")}`,
    title: "plates",
    samples: [
      { id: sample, patient: "P", ras: "unknown", mutatedGenes: [], blastsDay4Percent: 90 },
    ],
    plates: barcodes.map((barcode) => ({
      barcode,
      layoutId: LAYOUT,
      layoutRevision: 1,
      samples: { P1: sample },
      drugs: {},
      dueAt,
      reader: null,
    })),
    lots: [],
  };
  importPlan(bench.store, bench.layouts, plan, { source: JSON.stringify(plan), by: "planner" });
}

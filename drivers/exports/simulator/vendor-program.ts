/** A vendor's program that saves an export of every plate into a folder, sometimes badly. */
import { appendFileSync, copyFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import { air, type InsertedPlate } from "../../simulator/inserted-plate.ts";
import { gen5Export } from "./gen5-export.ts";

/** Spoil the next export. The first four bring the plate all the same; the others never do. */
export const EXPORT_FAULTS = [
  "slow-write",
  "temporary-name",
  "saved-twice",
  "utf-16",
  "cut-off",
  "empty",
  "garbage",
] as const;

export type ExportFault = (typeof EXPORT_FAULTS)[number];

export interface VendorProgramParts {
  readonly folder: string;
  readonly wavelengthsNm: readonly number[];
  /** 1 is life speed. */
  readonly timeScale: number;
  readonly emit: Emit;
}

/** Our estimates: a read of two wavelengths, and the pauses of a slow network share. */
const READ_MS = 20_000;
const SLOW_MS = 4000;
const SLOW_PIECES = 4;

export type VendorProgram = ReturnType<typeof createVendorProgram>;

export function createVendorProgram({
  folder,
  wavelengthsNm,
  timeScale,
  emit,
}: VendorProgramParts) {
  let inserted: InsertedPlate | null = null;
  let saved = 0;
  const armed: ExportFault[] = [];

  async function writeSlowly(path: string, bytes: Buffer): Promise<void> {
    const length = Math.ceil(bytes.length / SLOW_PIECES);
    for (let at = 0; at < bytes.length; at += length) {
      appendFileSync(path, bytes.subarray(at, at + length));
      await wait(SLOW_MS * timeScale);
    }
  }

  async function save(path: string, text: string, fault: ExportFault | undefined): Promise<void> {
    const bytes = Buffer.from(text, "latin1");
    switch (fault) {
      case "slow-write":
        return writeSlowly(path, bytes);
      case "temporary-name":
        writeFileSync(`${path}.tmp`, bytes);
        await wait(SLOW_MS * timeScale);
        return renameSync(`${path}.tmp`, path);
      case "saved-twice":
        writeFileSync(path, bytes);
        return copyFileSync(path, path.replace(/\.txt$/, " (2).txt"));
      case "utf-16":
        return writeFileSync(path, Buffer.from(`\ufeff${text}`, "utf16le"));
      case "cut-off":
        return writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
      case "empty":
        return writeFileSync(path, "");
      case "garbage":
        return writeFileSync(path, Buffer.from(bytes.map((byte) => (byte * 37 + 11) & 0xff)));
      default:
        return writeFileSync(path, bytes);
    }
  }

  async function read(): Promise<void> {
    const plate = inserted ?? { id: "empty carriage", measurement: air(), reference: null };
    emit({ event: "read-started", plateId: plate.id });
    await wait(READ_MS * timeScale);
    const fault = armed.shift();
    if (fault !== undefined) emit({ event: "fault-shown", kind: fault });
    saved += 1;
    const name = `${plate.id.replaceAll(/[^\w.-]/g, "_")}-${saved}.txt`;
    await save(join(folder, name), gen5Export(plate, wavelengthsNm, new Date()), fault);
    emit({ event: "saved", plateId: plate.id, name });
  }

  return {
    insert: (plate: InsertedPlate): void => {
      inserted = plate;
    },
    /** Reads the plate and saves its export. */
    pressStart: (): void => void read(),
    arm: (fault: ExportFault): void => void armed.push(fault),
    status: () => ({ inserted: inserted?.id ?? null, saved, armed: [...armed] }),
  };
}

/** The recorded conversations that every driver keeps beside its code, and how their stored outcomes are written. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { WellValue } from "../../src/domain/reading.ts";
import type { Dialogue, Driver } from "../../src/instrument/contract.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import type { ReplayOutcome } from "../../src/instrument/replay-dialogue.ts";

const item = z.strictObject({ dir: z.enum(["tx", "rx", "mark"]), latin1: z.string() });

const transcriptFile = z.strictObject({
  title: z.string().min(1),
  dialogue: z.enum(["identify", "readPlate", "lastPlate", "release", "listen"]),
  request: z
    .strictObject({ measurementNm: z.number(), referenceNm: z.number().nullable() })
    .nullable(),
  options: z.record(z.string(), z.unknown()),
  items: z.array(item).min(1),
  expected: z.looseObject({ outcome: z.enum(["done", "fault"]) }),
});

export interface StoredTranscript extends z.output<typeof transcriptFile> {
  readonly name: string;
  readonly recorded: readonly TranscriptItem[];
}

/** The folder of a driver: its id, or for one of a family `family-member` the member's folder in the family's. */
export function folderOf({ id }: Pick<Driver, "id">): string {
  const drivers = join(import.meta.dirname, "../../drivers");
  const ofFamily = join(drivers, id.replace(/-(?=[^-]*$)/, "/"));
  return existsSync(ofFamily) ? ofFamily : join(drivers, id);
}

export function transcriptsOf(driver: Pick<Driver, "id">): StoredTranscript[] {
  const folder = join(folderOf(driver), "transcripts");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => {
    const file = transcriptFile.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
    const recorded = file.items.map(({ dir, latin1 }) => ({
      direction: dir,
      bytes: Buffer.from(latin1, "latin1"),
    }));
    return { ...file, name, recorded };
  });
}

/** Starts the dialogue that a transcript is of. */
export function startDialogue(driver: Driver, transcript: StoredTranscript): Dialogue<unknown> {
  const { dialogue, request, options } = transcript;
  if (dialogue === "readPlate") {
    if (request === null) throw new Error(`${transcript.name} has no request`);
    return driver.dialogues.readPlate(request, options);
  }
  if (dialogue === "lastPlate") {
    if (driver.dialogues.lastPlate === null) throw new Error(`${driver.id} keeps no last plate`);
    return driver.dialogues.lastPlate(options, { readMayBeUnderWay: true });
  }
  return driver.dialogues[dialogue](options);
}

/** An outcome as plain data: what `expected` in a transcript file holds. */
export function writeOutcome(outcome: ReplayOutcome<unknown>): unknown {
  const { kind, reports } = outcome;
  if (kind === "done") return foldValues({ outcome: kind, reports, result: outcome.result });
  if (kind !== "fault") throw new Error(`a transcript ends as ${JSON.stringify(outcome)}`);
  const { fault, readerCode, message, partial } = outcome.fault;
  return foldValues({ outcome: kind, reports, fault: { fault, readerCode, message, partial } });
}

/** Writes each run of well values as its tokens; a value that is not what its token says stays as it is. */
function foldValues(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key: string, value: unknown) =>
    key === "values" && Array.isArray(value) ? rowsOf(value.map(foldValue)) : value,
  );
}

function foldValue(value: WellValue): unknown {
  return value.token !== "" && value.absorbance === Number(value.token) ? value.token : value;
}

function rowsOf(values: readonly unknown[]): unknown {
  if (values.length <= 12) return values;
  const rowCount = Math.ceil(values.length / 12);
  return Array.from({ length: rowCount }, (_, row) => values.slice(row * 12, row * 12 + 12));
}

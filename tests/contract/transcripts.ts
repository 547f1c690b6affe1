/** The recorded conversations that every driver keeps beside its code, and how their stored outcomes are written. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { itemsOfFile, transcriptFileSchema } from "../../src/bench-tools/transcript-file.ts";
import type { Dialogue, Driver } from "../../src/instrument/contract.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";

/** A golden transcript says what came of it. */
const transcriptFile = transcriptFileSchema.required({ expected: true });

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
    return { ...file, name, recorded: itemsOfFile(file) };
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
    const { readMayBeUnderWay = true } = transcript;
    return driver.dialogues.lastPlate(options, { readMayBeUnderWay });
  }
  if (dialogue === "poll") {
    if (driver.dialogues.poll === null) throw new Error(`${driver.id} is not polled`);
    return driver.dialogues.poll(options, { lastSeen: transcript.lastSeen });
  }
  return driver.dialogues[dialogue](options);
}

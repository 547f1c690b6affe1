/** Transcripts by what people type: an id of the store, or a file with one or several. */
import { existsSync, readFileSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Store } from "../store/open-store.ts";
import { isIncident, parseIncident, shownFromIncident } from "./incident.ts";
import { type ShownTranscript, shownFromFile, shownFromStore } from "./shown-transcript.ts";
import { parseTranscriptFile } from "./transcript-file.ts";

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${fileReason(error)}.`, {
      detail: { file },
      cause: error,
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatewardenError("TRANSCRIPT_INVALID", `${file} is no JSON: ${reason}.`, {
      detail: { file },
      cause: error,
    });
  }
}

/** `FILE#3` names the third transcript of a file. */
function takeApart(name: string): { file: string; number: number | null } {
  const parts = /^(.*)#(\d+)$/.exec(name);
  return parts?.[1] === undefined || existsSync(name)
    ? { file: name, number: null }
    : { file: parts[1], number: Number(parts[2]) };
}

/** True when the name is meant as a file; ids of the store have neither dot nor slash. */
export function looksLikeFile(name: string): boolean {
  return /[./\\]/.test(name) || existsSync(name);
}

/** Every transcript of a file, or the one that `FILE#N` names. Throws FILE_UNREADABLE or TRANSCRIPT_INVALID. */
export function transcriptsInFile(name: string): readonly ShownTranscript[] {
  const { file, number } = takeApart(name);
  const data = readJson(file);
  const all = isIncident(data)
    ? shownFromIncident(parseIncident(data, file))
    : [shownFromFile(parseTranscriptFile(data, file))];
  if (number === null) return all;
  const one = all[number - 1];
  if (one !== undefined) return [one];
  throw new PlatewardenError(
    "TRANSCRIPT_UNKNOWN",
    `${file} holds ${all.length} transcripts; there is no number ${number}.`,
    { detail: { file, number } },
  );
}

/** A transcript of the store by its id. Throws TRANSCRIPT_UNKNOWN. */
export function transcriptInStore(store: Store, id: string): ShownTranscript {
  const row = store.transcripts.byId(id);
  if (row !== null) return shownFromStore(store, row);
  throw new PlatewardenError(
    "TRANSCRIPT_UNKNOWN",
    `There is no transcript ${id} in ${store.file}.`,
    {
      detail: { id },
    },
  );
}

/** The one transcript a file holds. Throws TRANSCRIPT_UNKNOWN when it holds several and none is named. */
export function onlyTranscript(name: string): ShownTranscript {
  const all = transcriptsInFile(name);
  const [first] = all;
  if (first !== undefined && all.length === 1) return first;
  throw new PlatewardenError(
    "TRANSCRIPT_UNKNOWN",
    `${name} holds ${all.length} transcripts; say which one is meant, e.g. ${name}#1.`,
    { detail: { file: name } },
  );
}

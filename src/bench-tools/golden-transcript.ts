/** Makes the file of a conversation, with what replaying it must give. */
import type { Dialogue, Driver, ReadRequest } from "../instrument/contract.ts";
import { replayDialogue } from "../instrument/replay-dialogue.ts";
import { dialogueOf } from "../pipeline/play-transcript.ts";
import type { TimedItem } from "./shown-transcript.ts";
import {
  type DialogueName,
  type TranscriptFile,
  transcriptFileSchema,
  writeTranscriptFile,
} from "./transcript-file.ts";
import { writeOutcome } from "./write-outcome.ts";

export interface ToWrite {
  readonly title: string;
  readonly dialogue: DialogueName;
  readonly request: ReadRequest | null;
  readonly lastSeen?: string | null;
  readonly readMayBeUnderWay?: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly items: readonly TimedItem[];
  readonly origin: Readonly<Record<string, unknown>>;
}

export interface WrittenTranscript {
  readonly text: string;
  /** Why no `expected` could be written; null when it stands in the file. */
  readonly unexpected: string | null;
}

/** Starts the dialogue of a transcript anew. Throws when the driver has none of that name, or refuses the options. */
export function startDialogue(
  driver: Driver,
  wanted: Omit<ToWrite, "items" | "title" | "origin">,
): Dialogue<unknown> {
  return dialogueOf(driver, {
    id: "",
    reader_id: "",
    driver_id: driver.id,
    driver_version: driver.version,
    dialogue: wanted.dialogue,
    request: JSON.stringify({
      request: wanted.request ?? undefined,
      context: {
        readMayBeUnderWay: wanted.readMayBeUnderWay ?? true,
        lastSeen: wanted.lastSeen ?? null,
      },
      options: wanted.options,
    }),
    run_id: null,
    opened_at_utc: "",
  });
}

/** What the driver makes of the items now; a sentence where they come to no end of their own. */
function judge(driver: Driver, wanted: ToWrite): { expected: unknown } | { sentence: string } {
  let dialogue: Dialogue<unknown>;
  try {
    dialogue = startDialogue(driver, wanted);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      sentence: `the driver ${driver.id} does not take what it was started with: ${reason}`,
    };
  }
  const outcome = replayDialogue(dialogue, wanted.items, driver.framing);
  switch (outcome.kind) {
    case "done":
    case "fault":
      return { expected: writeOutcome(outcome) };
    case "interrupted":
      return { sentence: "the recording ends before the dialogue does" };
    case "mismatch":
      return { sentence: `this driver would have said something else: ${outcome.message}` };
    case "bug":
      return { sentence: `the driver ${driver.id} failed: ${String(outcome.error)}` };
  }
}

/** Without a driver nobody knows what the bytes mean, and no expectation is written. */
export function writeGolden(wanted: ToWrite, driver: Driver | null): WrittenTranscript {
  const judged = driver === null ? { sentence: "no driver was named" } : judge(driver, wanted);
  const file: TranscriptFile = transcriptFileSchema.parse({
    title: wanted.title,
    dialogue: wanted.dialogue,
    request: wanted.request,
    lastSeen: wanted.lastSeen ?? null,
    ...(wanted.readMayBeUnderWay !== undefined && { readMayBeUnderWay: wanted.readMayBeUnderWay }),
    options: wanted.options,
    origin: wanted.origin,
    items: wanted.items.map(({ direction, bytes, atMs }) => ({
      dir: direction,
      latin1: Buffer.from(bytes).toString("latin1"),
      ...(atMs !== null && { atMs }),
    })),
    ...("expected" in judged && { expected: judged.expected }),
  });
  return {
    text: writeTranscriptFile(file),
    unexpected: "sentence" in judged ? judged.sentence : null,
  };
}

/** One conversation with a reader as a file: what drivers keep as proof, and what `record` writes. */
import { z } from "zod";
import { PlatewardenError } from "../domain/errors.ts";
import type { TranscriptItem } from "../instrument/recording.ts";

export const DIALOGUES = [
  "identify",
  "readPlate",
  "lastPlate",
  "release",
  "listen",
  "poll",
] as const;

export type DialogueName = (typeof DIALOGUES)[number];

const itemSchema = z.strictObject({
  /** `tx` is from us to the reader; a mark is a word about the conversation, such as `silence`. */
  dir: z.enum(["tx", "rx", "mark"]),
  /** One character a byte. */
  latin1: z.string(),
  /** Since the conversation began, in ms. */
  atMs: z.number().optional(),
});

export const transcriptFileSchema = z.strictObject({
  title: z.string().min(1),
  dialogue: z.enum(DIALOGUES),
  /** What `readPlate` was asked for; null for every other dialogue. */
  request: z
    .strictObject({ measurementNm: z.number(), referenceNm: z.number().nullable() })
    .nullable(),
  /** What `poll` was told of the poll before; null for every other dialogue. */
  lastSeen: z.string().nullable().default(null),
  /** What `lastPlate` was told; true where a file does not say. */
  readMayBeUnderWay: z.boolean().optional(),
  options: z.record(z.string(), z.unknown()),
  items: z.array(itemSchema),
  /** Where the bytes come from, when they were recorded: date, reader, port, settings, versions. */
  origin: z.record(z.string(), z.unknown()).optional(),
  /** What replaying the items must give; a golden transcript has it. */
  expected: z.looseObject({ outcome: z.enum(["done", "fault"]) }).optional(),
});

export type TranscriptFile = z.output<typeof transcriptFileSchema>;

/** The items of a file as replay takes them. */
export function itemsOfFile(file: Pick<TranscriptFile, "items">): readonly TranscriptItem[] {
  return file.items.map(({ dir, latin1 }) => ({
    direction: dir,
    bytes: Buffer.from(latin1, "latin1"),
  }));
}

/** Throws TRANSCRIPT_INVALID, naming the first thing that is wrong. */
export function parseTranscriptFile(data: unknown, file: string): TranscriptFile {
  const parsed = transcriptFileSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw new PlatewardenError(
    "TRANSCRIPT_INVALID",
    `${file} is no transcript${where === "" ? "" : `, at \`${where}\``}: ${issue?.message ?? "it has another form"}.`,
    { detail: { file, issues: parsed.error.issues } },
  );
}

/** As the transcripts of the drivers are written: an item a line, so that a difference shows as a line. */
export function writeTranscriptFile(file: TranscriptFile): string {
  const { items, expected, ...head } = file;
  const lines = items.map((item) => `    ${JSON.stringify(item)}`);
  const headText = Object.entries(head)
    .filter(([key, value]) => value !== undefined && !(key === "lastSeen" && value === null))
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join("");
  const itemText = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  const end =
    expected === undefined
      ? ""
      : `,\n  "expected": ${JSON.stringify(expected, null, 2).replaceAll("\n", "\n  ")}`;
  return `{\n${headText}  "items": ${itemText}${end}\n}\n`;
}

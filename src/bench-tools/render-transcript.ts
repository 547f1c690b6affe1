/** A conversation as two columns, host left and reader right, so that question and answer stand beside each other. */
import { counted } from "../domain/counted.ts";
import { hexLines, textLines } from "./byte-text.ts";
import type { ShownTranscript, TimedItem } from "./shown-transcript.ts";

const TIME_WIDTH = 11;
const COLUMN_WIDTH = 47;
const GAP = "  ";

function timeOf(atMs: number | null): string {
  return (atMs === null ? "" : `+${(atMs / 1000).toFixed(3)} s`).padStart(TIME_WIDTH);
}

function row(time: string, host: string, reader: string): string {
  return `${time.padStart(TIME_WIDTH)}${GAP}${host.padEnd(COLUMN_WIDTH)}${GAP}${reader}`.trimEnd();
}

function itemLines(item: TimedItem, withHex: boolean): string[] {
  if (item.direction === "mark") {
    const word = Buffer.from(item.bytes).toString("latin1");
    return [row(timeOf(item.atMs), "", `(${word})`)];
  }
  const lines = [
    ...textLines(item.bytes, COLUMN_WIDTH),
    ...(withHex ? hexLines(item.bytes, COLUMN_WIDTH) : []),
  ];
  return lines.map((line, index) => {
    const time = index === 0 ? timeOf(item.atMs) : "";
    return item.direction === "tx" ? row(time, line, "") : row(time, "", line);
  });
}

function head(transcript: ShownTranscript): string[] {
  const { readerId, driver, dialogue, openedAtUtc, outcome, detail } = transcript;
  const facts = [
    readerId === null ? "" : `reader ${readerId}`,
    driver === null ? "" : `driver ${driver}`,
    `dialogue ${dialogue}`,
    openedAtUtc === null ? "" : `begun ${openedAtUtc}`,
    `outcome ${outcome ?? "none: it has no end"}`,
  ].filter((fact) => fact !== "");
  return [transcript.name, `  ${facts.join(", ")}`, ...(detail === null ? [] : [`  ${detail}`])];
}

/** Bytes of both sides and how many, for the last line. */
function summary({ items, sha256 }: ShownTranscript): string {
  const bytesOf = (direction: string): number =>
    items
      .filter((item) => item.direction === direction)
      .reduce((sum, item) => sum + item.bytes.length, 0);
  return `  ${counted(items.length, "item")}; ${counted(bytesOf("tx"), "byte")} sent, ${counted(bytesOf("rx"), "byte")} received; sha256 ${sha256}`;
}

/** Control characters stand by their names; a second line gives every byte in hexadecimal, unless that is not wanted. */
export function renderTranscript(transcript: ShownTranscript, withHex = true): string {
  return [
    ...head(transcript),
    "",
    row("time", "host", "reader"),
    ...transcript.items.flatMap((item) => itemLines(item, withHex)),
    "",
    summary(transcript),
  ].join("\n");
}

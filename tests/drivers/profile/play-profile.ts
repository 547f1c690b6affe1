/** Small profiles for tests, and a reader that answers them from a list. */
import type { PlateReading } from "../../../src/domain/reading.ts";
import type { Dialogue, Driver } from "../../../src/instrument/contract.ts";
import { advance } from "../../../src/instrument/run-dialogue.ts";
import { loadProfile } from "../../../src/profile/load-profile.ts";

const HEAD = `schema = "platewarden-reader-profile/1"
[identity]
id = "tested"
version = "3"
vendor = "Example"
models = ["One"]
evidence = "made up"
`;

/** A reader that only sends, unless the text says more. `plate` are further lines of [plate]. */
export function profileText(more: string, plate = "", push = true): string {
  const pushed = push ? "[push]\nstart = '^PLATE'\n" : "";
  return `${HEAD}[plate]\nheader = '^PLATE'\n${plate}\n${pushed}${more}\n`;
}

export function driverOf(more: string, plate = "", push = true): Driver {
  return loadProfile(profileText(more, plate, push), "test.toml").driver;
}

/** Text of 96 values, row r column c being (100 r + c) / 1000, one line a row. */
export function rowLines(
  cell = (row: number, column: number) => usualToken(row, column),
): string[] {
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) => cell(row, column)).join(" "),
  );
}

export function usualToken(row: number, column: number): string {
  return `0.${row}${String(column).padStart(2, "0")}`;
}

export interface Played {
  readonly outcome: Exclude<ReturnType<typeof advance>, { kind: "asks" }>;
  readonly sent: readonly string[];
  readonly rejected: readonly string[];
  readonly pausesMs: readonly number[];
}

/** What the reader says: first by itself, then to each thing it is sent, in order. Where a list ends there is silence. */
export function play(dialogue: Dialogue<unknown>, unasked: string, ...answers: string[]): Played {
  const waiting = [...unasked];
  const sent: string[] = [];
  const rejected: string[] = [];
  const pausesMs: number[] = [];
  let step = advance(dialogue, { kind: "done" });
  for (let count = 0; step.kind === "asks"; count += 1) {
    if (count > 100_000) throw new Error("the dialogue does not end");
    const { request } = step;
    if (request.kind === "send") {
      sent.push(Buffer.from(request.bytes).toString("latin1"));
      waiting.push(...(answers.shift() ?? ""));
    }
    if (request.kind === "pause") pausesMs.push(request.ms);
    if (request.kind === "report" && request.report.kind === "rejected") {
      rejected.push(request.report.text);
    }
    const text = request.kind === "receive" ? waiting.shift() : undefined;
    if (text !== undefined)
      step = advance(dialogue, { kind: "frame", frame: { text, terminated: true } });
    else step = advance(dialogue, { kind: request.kind === "receive" ? "silence" : "done" });
  }
  return { outcome: step, sent, rejected, pausesMs };
}

/** The plate of an outcome: its result, the plate in it, or what a fault kept. Throws when there is none. */
export function plateOf({ outcome }: Played): PlateReading {
  if (outcome.kind === "bug") throw outcome.error;
  const result: unknown = outcome.kind === "done" ? outcome.result : outcome.fault.partial;
  const held =
    typeof result === "object" && result !== null && "plate" in result ? result.plate : result;
  const isReading = (value: unknown): value is PlateReading =>
    typeof value === "object" && value !== null && "planes" in value;
  if (!isReading(held)) throw new Error(`no plate: ${JSON.stringify(outcome)}`);
  return held;
}

export function faultOf({ outcome }: Played): string {
  return outcome.kind === "fault" ? outcome.fault.fault : outcome.kind;
}

/** Tokens of a plane by row. */
export function tokensOf(reading: PlateReading, plane = 0): string[][] {
  const values = reading.planes[plane]?.values ?? [];
  return Array.from({ length: 8 }, (_, row) =>
    values.slice(row * 12, row * 12 + 12).map((value) => value.token),
  );
}

export const USUAL_TOKENS: readonly string[][] = rowLines().map((line) => line.split(" "));

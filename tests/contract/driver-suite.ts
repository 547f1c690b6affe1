/** The contract of drivers as a suite of tests, for any driver with its transcripts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeOutcome } from "../../src/bench-tools/write-outcome.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import type { Dialogue, Driver, Framing, LineFraming } from "../../src/instrument/contract.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import { type Drive, driveDialogue, MOST_REQUESTS } from "./drive-dialogue.ts";
import { type StoredTranscript, startDialogue } from "./transcripts.ts";

const READ = { measurementNm: 570, referenceNm: 650 };

/** Every dialogue of a driver, for texts that fit none of them. */
function allDialogues(driver: Driver, options: unknown): [string, () => Dialogue<unknown>][] {
  const { identify, readPlate, lastPlate, release, listen, poll } = driver.dialogues;
  const list: [string, () => Dialogue<unknown>][] = [
    ["identify", () => identify(options)],
    ["readPlate", () => readPlate(READ, options)],
    ["release", () => release(options)],
    ["listen", () => listen(options)],
  ];
  if (lastPlate !== null)
    list.push(["lastPlate", () => lastPlate(options, { readMayBeUnderWay: true })]);
  if (poll !== null) list.push(["poll", () => poll(options, { lastSeen: "OTHER" })]);
  return list;
}

const longestLine = (framing: LineFraming): number => framing.maxBytes + framing.terminator.length;

const terminatorOf = (framing: Framing): string =>
  framing.kind === "line" ? framing.terminator : "";

function isReading(value: unknown): value is PlateReading {
  return typeof value === "object" && value !== null && "planes" in value;
}

/** Every reading in an outcome: its result, the plate in its result, or the rows kept in its fault. */
function readingsOf(outcome: Drive["outcome"]): PlateReading[] {
  if (outcome.kind === "fault")
    return outcome.fault.partial === null ? [] : [outcome.fault.partial];
  if (outcome.kind !== "done" || typeof outcome.result !== "object") return [];
  const { result } = outcome;
  const plate = result !== null && "plate" in result ? result.plate : null;
  return [result, plate].filter(isReading);
}

function expectWholePlates(outcome: Drive["outcome"]): void {
  for (const reading of readingsOf(outcome)) {
    expect(reading.planes.length).toBeGreaterThan(0);
    for (const plane of reading.planes) {
      expect(plane.values).toHaveLength(96);
      for (const value of plane.values) {
        if (value.absorbance !== null) expect(Number.isFinite(value.absorbance)).toBe(true);
      }
    }
  }
}

function expectInTable(driver: Driver, outcome: Drive["outcome"]): void {
  if (outcome.kind === "bug") throw outcome.error;
  expect(["done", "fault"]).toContain(outcome.kind);
  if (outcome.kind === "fault") expect(driver.faults[outcome.fault.fault]).toBeDefined();
}

/** Joins neighbouring received items and cuts them anew where `cuts` say. */
function recut(items: readonly TranscriptItem[], cuts: readonly number[]): TranscriptItem[] {
  const out: TranscriptItem[] = [];
  let run: Uint8Array[] = [];
  let nextCut = 0;
  const flush = () => {
    let rest = Buffer.concat(run);
    run = [];
    while (rest.length > 0) {
      const length = Math.min(rest.length, cuts[nextCut % cuts.length] ?? rest.length);
      nextCut += 1;
      out.push({ direction: "rx", bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
    }
  };
  for (const item of items) {
    if (item.direction === "rx") run.push(item.bytes);
    else {
      flush();
      out.push(item);
    }
  }
  flush();
  return out;
}

/** What every driver must do; `transcripts` are its recorded conversations, each with its stored outcome. */
export function describeDriver(driver: Driver, transcripts: readonly StoredTranscript[]): void {
  const byName = transcripts.map((transcript) => ({ transcript, name: transcript.name }));
  /** Options as the transcripts use them, so that every dialogue gets past its first question. */
  const options = driver.options.parse(transcripts[0]?.options ?? {});

  test("declares a port, a bounded framing and its evidence", () => {
    expect(driver.ports.length).toBeGreaterThan(0);
    const { framing } = driver;
    if (framing.kind === "line") {
      expect(framing.terminator.length).toBeGreaterThan(0);
      expect(framing.maxBytes).toBeGreaterThan(0);
    }
    expect(driver.evidence).not.toBe("");
  });

  test("has options that are complete by default and accept their own output", () => {
    const defaults = driver.options.parse({});
    expect(driver.options.parse(defaults)).toEqual(defaults);
    expect(driver.options.parse(JSON.parse(JSON.stringify(options)))).toEqual(options);
    expect(driver.options.safeParse({ noSuchOption: 1 }).success).toBe(false);
  });

  test.each(Object.entries(driver.faults))("says what %s is and what to do", (name, fault) => {
    expect(name).toMatch(/^[A-Z0-9_]+$/);
    expect(fault.sentence).toMatch(/^[A-Z].*\.$/s);
    expect(fault.remedy).toMatch(/^[A-Z].*\.$/s);
  });

  test.each(byName)("$name replays to its stored outcome", ({ transcript }) => {
    const outcome = replayDialogue(
      startDialogue(driver, transcript),
      transcript.recorded,
      driver.framing,
    );
    expect(writeOutcome(outcome)).toEqual(transcript.expected);
    const notSent = transcript.recorded
      .slice(outcome.played)
      .filter((item) => item.direction === "tx");
    expect(notSent).toEqual([]);
  });

  test.each(byName)("$name gives the same however its bytes are cut", ({ transcript }) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 }),
        (cuts) => {
          const outcome = replayDialogue(
            startDialogue(driver, transcript),
            recut(transcript.recorded, cuts),
            driver.framing,
          );
          expect(writeOutcome(outcome)).toEqual(transcript.expected);
        },
      ),
      { numRuns: 20, examples: [[[1]]] },
    );
  });

  test.each(byName)("$name can be broken off anywhere", ({ transcript }) => {
    for (let end = 0; end < transcript.recorded.length; end += 1) {
      const outcome = replayDialogue(
        startDialogue(driver, transcript),
        transcript.recorded.slice(0, end),
        driver.framing,
      );
      // The last items of a conversation may be trailing empty lines that nobody waits for.
      expect(["interrupted", "done", "fault"]).toContain(outcome.kind);
    }
  });

  test.each(byName)(
    "$name with spoilt bytes is never a bug nor a plate of another shape",
    ({ transcript }) => {
      const received = transcript.recorded.filter((item) => item.direction !== "tx");
      const spoil = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 6,
      });
      fc.assert(
        fc.property(spoil, (changes) => {
          const pieces = received.map((item) =>
            item.direction === "mark" ? Buffer.alloc(0) : Buffer.from(item.bytes),
          );
          for (const [where, at, byte] of changes) {
            const piece = pieces[where % pieces.length];
            if (piece !== undefined && piece.length > 0) piece[at % piece.length] = byte;
          }
          const { outcome } = driveDialogue(
            startDialogue(driver, transcript),
            pieces,
            driver.framing,
          );
          expectInTable(driver, outcome);
          expectWholePlates(outcome);
        }),
        { numRuns: 60 },
      );
    },
  );

  test.each(allDialogues(driver, options))("%s makes no plate of random bytes", (_, start) => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 700 }),
      // Characters of the protocols, so that lines and numbers come about.
      fc
        .array(fc.constantFrom(..."0123456789 .,+-*\r\nERbegind:\x03\x06\x10\x15\x1a\x1e"), {
          maxLength: 300,
        })
        .map((characters) => Buffer.from(characters.join(""), "latin1")),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 30 }), (pieces) => {
        const drive = driveDialogue(start(), pieces, driver.framing);
        expectInTable(driver, drive.outcome);
        if (drive.outcome.kind === "done") expect(readingsOf(drive.outcome)).toEqual([]);
        const most = driver.framing.kind === "byte" ? 1 : longestLine(driver.framing);
        expect(drive.mostPendingBytes).toBeLessThan(most);
      }),
      { numRuns: 150 },
    );
  });

  test.each(allDialogues(driver, options))("%s ends when nothing ever comes", (_, start) => {
    expectInTable(driver, driveDialogue(start(), [], driver.framing).outcome);
  });

  test.each(allDialogues(driver, options))("%s ends in endless noise", (_, start) => {
    const noise = Array.from({ length: MOST_REQUESTS }, () =>
      Buffer.from("x".repeat(20) + terminatorOf(driver.framing)),
    );
    expectInTable(driver, driveDialogue(start(), noise, driver.framing).outcome);
  });

  const identified = byName.filter(({ transcript }) => transcript.dialogue === "identify");
  test("has a transcript of identifying", () => {
    expect(identified.length).toBeGreaterThan(0);
  });

  test.each(identified)("$name moves no hardware", ({ transcript }) => {
    const sent = transcript.recorded.filter((item) => item.direction === "tx");
    for (const { bytes } of sent) {
      const text = Buffer.from(bytes).toString("latin1").toUpperCase();
      expect(driver.movesHardware.filter((command) => text.startsWith(command))).toEqual([]);
    }
  });
}

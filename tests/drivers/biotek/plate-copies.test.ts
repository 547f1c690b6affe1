import { describe, expect, test } from "vitest";
import {
  type BlockCopy,
  planeNames,
  type ReadCopy,
  readUntilSure,
  toReading,
} from "../../../drivers/biotek/plate-copies.ts";
import { missing, type WellValue } from "../../../src/domain/reading.ts";
import { ReaderFault } from "../../../src/instrument/contract.ts";
import { advance } from "../../../src/instrument/run-dialogue.ts";

const NAMES = planeNames({ measurementNm: 570, referenceNm: null });

const au = (absorbance: number): WellValue => ({ absorbance, token: absorbance.toFixed(3) });

function block(wellA1: WellValue, more: Partial<BlockCopy> = {}): BlockCopy {
  const rows = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) => (row + column === 0 ? wellA1 : au(0.5))),
  );
  return { rows, problems: [], checksumFlaw: null, temperatureC: null, ...more };
}

const copy = (one: BlockCopy): ReadCopy => ({ blocks: [one], warnings: [] });
const whole = (wellA1: number): ReadCopy => copy(block(au(wellA1)));
const doubtful = (wellA1: WellValue): ReadCopy =>
  copy(block(wellA1, { checksumFlaw: "the checksum is 1 and should be 2" }));
const broken = copy({ ...block(au(1)), rows: [], problems: ["row A cannot be read"] });

/** Plays reads that come out as given; a fault stands for one that failed. */
function play(reads: readonly (ReadCopy | ReaderFault)[]) {
  const waiting = [...reads];
  const dialogue = readUntilSure(NAMES, "ELx808", function* () {
    const next = waiting.shift();
    if (next === undefined) throw new Error("one read more than expected");
    if (next instanceof ReaderFault) throw next;
    yield { kind: "pause", ms: 0 };
    return next;
  });
  let step = advance(dialogue, { kind: "done" });
  while (step.kind === "asks") step = advance(dialogue, { kind: "done" });
  return { step, unread: waiting.length };
}

function chosenA1(reads: readonly ReadCopy[]): number | null | undefined {
  const { step } = play(reads);
  if (step.kind !== "done") throw new Error(JSON.stringify(step));
  return step.result.blocks[0]?.rows[0]?.[0]?.absorbance;
}

describe("a read", () => {
  test("without doubt counts at once", () => {
    const { step, unread } = play([whole(1), whole(2)]);
    expect(step).toMatchObject({ kind: "done", result: { warnings: [] } });
    expect(unread).toBe(1);
  });

  test("that is whole counts after a broken one, which is told", () => {
    const { step } = play([broken, whole(2)]);
    expect(step).toMatchObject({ kind: "done", result: { warnings: [{ code: "RETRANSMITTED" }] } });
  });

  test("with a wrong checksum counts when an earlier one agrees", () => {
    const { step } = play([doubtful(au(1)), doubtful(au(1.015))]);
    expect(step).toMatchObject({ kind: "done", result: { warnings: [{ code: "CHECKSUM" }] } });
  });

  test("with a wrong checksum and one changed digit is not believed", () => {
    expect(chosenA1([doubtful(au(1)), doubtful(au(1.1)), doubtful(au(1))])).toBe(1);
    expect(play([doubtful(au(1)), doubtful(au(1.1)), doubtful(au(1.2))]).step).toMatchObject({
      kind: "fault",
      fault: { fault: "DAMAGED_TRANSFER" },
    });
  });

  test("does not agree with one in which a well is over the range", () => {
    const over = doubtful(missing("*****", "over-range"));
    expect(play([over, doubtful(au(0)), broken]).step.kind).toBe("fault");
    expect(play([over, over]).step.kind).toBe("done");
  });

  test("never agrees with a broken one", () => {
    expect(play([broken, doubtful(au(1)), broken]).step.kind).toBe("fault");
  });

  test("that fails later keeps the rows of those before it, and its own code", () => {
    const failed = new ReaderFault("READER_ERROR", "the lamp", { readerCode: "2331" });
    const { step } = play([doubtful(au(1)), failed]);
    expect(step).toMatchObject({
      kind: "fault",
      fault: { fault: "READER_ERROR", readerCode: "2331", partial: { readerModel: "ELx808" } },
    });
  });
});

test("a reading of half a plate says which wells were not read", () => {
  const half = { ...block(au(1)), rows: block(au(1)).rows.slice(0, 4) };
  const names = planeNames({ measurementNm: 570, referenceNm: 650 });
  const { planes } = toReading(copy(half), names, "ELx808");
  const unread = planes.map(({ values }) => values.filter((value) => value.absorbance === null));
  expect(planes.map(({ values }) => values.length)).toEqual([96, 96]);
  expect(unread.map((values) => values.length)).toEqual([48, 96]);
  expect(
    unread.flat().every((value) => "direction" in value && value.direction === "not-read"),
  ).toBe(true);
});

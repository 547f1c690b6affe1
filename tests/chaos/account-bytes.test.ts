import { expect, test } from "vitest";
import { type Handed, handedBy, unaccounted } from "./account-bytes.ts";

function handed(all: string, due = all.length): Handed {
  return { all: Buffer.from(all, "latin1"), due };
}

test.each([
  ["all there", "onetwo", [handed("one"), handed("two")], null],
  [
    "the unread end of a killed connection missing",
    "ontwo",
    [handed("one", 2), handed("two")],
    null,
  ],
  [
    "an unread end like the next beginning",
    "ERE 1ERE 2",
    [handed("ERE 1ERE ", 5), handed("ERE 2")],
    null,
  ],
  ["a due byte missing", "ontwo", [handed("one"), handed("two")], 0],
  ["a byte changed", "onetwO", [handed("one"), handed("two")], 1],
  ["bytes that were never sent", "onetwox", [handed("one"), handed("two")], 2],
  ["a connection missing", "one", [handed("one"), handed("two")], 1],
  ["connections in another order", "twoone", [handed("one"), handed("two")], 0],
] as const)("transcripts with %s", (_, received, connections, stuck) => {
  expect(unaccounted(Buffer.from(received, "latin1"), connections)).toBe(stuck);
});

const passed = [
  { atMs: 1_000, bytes: Buffer.from("early") },
  { atMs: 4_000, bytes: Buffer.from("late") },
  { atMs: 9_900, bytes: Buffer.from("last") },
];
/** Somebody asks every half second, and is answered within 20 ms. */
const answers = Array.from({ length: 60 }, (_, at) => ({
  askedAtMs: at * 500,
  answeredAtMs: at * 500 + 20,
}));

test.each([
  ["only what came after the last but one answer", 10_000, [], answers, 9],
  ["nothing on a connection that stands, once it is old", null, [], answers, 13],
  [
    "what came while nothing could be stored, up to the cut",
    10_000,
    [{ fromMs: 3_500, toMs: 12_000 }],
    answers,
    5,
  ],
  [
    "nothing more where it could be stored long before the cut",
    10_000,
    [{ fromMs: 3_500, toMs: 6_000 }],
    answers,
    9,
  ],
  [
    "what came in stretches that follow each other up to the cut",
    10_000,
    [
      { fromMs: 8_000, toMs: 9_000 },
      { fromMs: 500, toMs: 7_500 },
    ],
    answers,
    0,
  ],
  ["anything, where nobody answered", 10_000, [], [], 0],
  ["what came after the daemon had fallen silent", 10_000, [], answers.slice(0, 8), 5],
] as const)("not due is %s", (_, cutAtMs, stalls, answered, due) => {
  const connection = { openedAtMs: 0, passed: [...passed], cutAtMs };
  const witness = { stalls, answers: answered, takenAtMs: 25_000 };
  expect(handedBy([connection], witness)[0]?.due).toBe(due);
});

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
  ["a due byte missing", "ontwo", [handed("one"), handed("two")], 1],
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

test.each([
  ["only what came just before a cut", 10_000, [], 9],
  ["nothing on a connection that stands, once it is old", null, [], 13],
  [
    "what came while nothing could be stored, up to the cut",
    10_000,
    [{ fromMs: 3_500, toMs: 12_000 }],
    5,
  ],
  [
    "nothing more where it could be stored long before the cut",
    10_000,
    [{ fromMs: 3_500, toMs: 6_000 }],
    9,
  ],
  [
    "what came in stretches that follow each other up to the cut",
    10_000,
    [
      { fromMs: 8_000, toMs: 9_000 },
      { fromMs: 500, toMs: 7_500 },
    ],
    0,
  ],
] as const)("not due is %s", (_, cutAtMs, stalls, due) => {
  const [connection] = handedBy([{ passed, cutAtMs }], stalls, 60_000);
  expect(connection?.due).toBe(due);
});

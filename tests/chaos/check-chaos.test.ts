import { expect, test } from "vitest";
import { type Handed, unaccounted } from "./check-chaos.ts";

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
  ["a due byte missing", "ontwo", [handed("one"), handed("two")], "stuck"],
  ["a byte changed", "onetwO", [handed("one"), handed("two")], "stuck"],
  ["bytes that were never sent", "onetwox", [handed("one"), handed("two")], "stuck"],
] as const)("transcripts with %s", (_, received, connections, stuck) => {
  const found = unaccounted(Buffer.from(received, "latin1"), connections);
  if (stuck === null) expect(found).toBeNull();
  else expect(found).not.toBeNull();
});

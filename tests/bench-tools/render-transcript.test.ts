import { expect, test } from "vitest";
import { renderTranscript } from "../../src/bench-tools/render-transcript.ts";
import { makeShown } from "./make-shown.ts";

test("host stands left and reader right, with times, names and hexadecimal", () => {
  const lines = renderTranscript(makeShown("> ID\r", "- silence", "< ERE\x02")).split("\n");
  const [head, facts, , columns, sent, sentHex, silence, received, receivedHex, , sum] = lines;
  expect(head).toBe("made");
  expect(facts).toBe(
    "  reader bench-1, driver bio-rad 1, dialogue identify, begun 2026-03-14T10:15:00.000Z, outcome done",
  );
  const reader = columns?.indexOf("reader") ?? -1;
  const host = columns?.indexOf("host") ?? -1;
  expect(sent).toBe(`   +0.000 s${" ".repeat(host - 11)}ID<CR>`);
  expect(sentHex).toBe(`${" ".repeat(host)}49 44 0D`);
  expect(silence?.slice(reader)).toBe("(silence)");
  expect(received?.slice(reader)).toBe("ERE<STX>");
  expect(receivedHex?.slice(reader)).toBe("45 52 45 02");
  expect(sum).toMatch(/^ {2}3 items; 3 bytes sent, 4 bytes received; sha256 [0-9a-f]{64}$/);
});

test("hexadecimal can be left out, and what has no end says so", () => {
  const text = renderTranscript({ ...makeShown("> ID\r"), outcome: null }, false);
  expect(text).not.toContain("49 44");
  expect(text).toContain("outcome none: it has no end");
});

import { describe, expect, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { writeGolden } from "../../src/bench-tools/golden-transcript.ts";
import { parseTranscriptFile, writeTranscriptFile } from "../../src/bench-tools/transcript-file.ts";
import { transcriptsOf } from "../contract/transcripts.ts";

const FILE = {
  title: "Who is there",
  dialogue: "identify",
  request: null,
  options: { model: "680" },
  items: [
    { dir: "tx", latin1: "EIA.READER AQ\r", atMs: 0 },
    { dir: "rx", latin1: "ERE 0000\r\xff", atMs: 4.25 },
  ],
};

const STORED = DRIVERS.flatMap((driver) =>
  transcriptsOf(driver).map((stored) => ({ driver, stored, name: `${driver.id} ${stored.name}` })),
);

describe("a transcript as a file", () => {
  test("comes back as it was written", () => {
    const parsed = parseTranscriptFile(FILE, "a.json");
    const again = parseTranscriptFile(JSON.parse(writeTranscriptFile(parsed)), "a.json");
    expect(again).toEqual(parsed);
    expect(again.items[1]?.latin1).toBe("ERE 0000\r\xff");
  });

  test("is written with an item a line", () => {
    const text = writeTranscriptFile(parseTranscriptFile(FILE, "a.json"));
    expect(text).toContain('\n    {"dir":"tx","latin1":"EIA.READER AQ\\r","atMs":0},\n');
  });

  test.each([
    ["another direction", { ...FILE, items: [{ dir: "up", latin1: "" }] }, "items.0.dir"],
    ["a field that is unknown", { ...FILE, colour: "red" }, "colour"],
    ["no title", { ...FILE, title: undefined }, "title"],
    ["a list", [FILE], "no transcript"],
  ])("with %s is refused, and the message says where", (_, data, words) => {
    expect(() => parseTranscriptFile(data, "a.json")).toThrow(words);
    expect(() => parseTranscriptFile(data, "a.json")).toThrow(/^a\.json /);
  });
});

describe("a golden transcript", () => {
  test.each(STORED)("$name is written with the same expectation", ({ driver, stored }) => {
    const { dialogue, request, options, lastSeen, readMayBeUnderWay } = stored;
    const { text, unexpected } = writeGolden(
      {
        title: stored.title,
        dialogue,
        request,
        lastSeen,
        ...(readMayBeUnderWay !== undefined && { readMayBeUnderWay }),
        options,
        items: stored.recorded.map((item) => ({ ...item, atMs: null })),
        origin: {},
      },
      driver,
    );
    expect(unexpected).toBeNull();
    expect(parseTranscriptFile(JSON.parse(text), "b.json").expected).toEqual(stored.expected);
  });

  test("of a conversation that ends in the middle has none, and says why", () => {
    const [first] = STORED.filter(({ stored }) => stored.dialogue === "identify");
    if (first === undefined) throw new Error("no driver has a transcript of identify");
    const { driver, stored } = first;
    const { text, unexpected } = writeGolden(
      {
        title: "broken off",
        dialogue: "identify",
        request: null,
        options: stored.options,
        items: stored.recorded.slice(0, 1).map((item) => ({ ...item, atMs: null })),
        origin: {},
      },
      driver,
    );
    expect(unexpected).toBe("the recording ends before the dialogue does");
    expect(JSON.parse(text)).not.toHaveProperty("expected");
  });
});

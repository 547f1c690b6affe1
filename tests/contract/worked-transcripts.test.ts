/**
 * The worked transcripts of the protocol reference, byte for byte on both sides: what our driver sends, and what our
 * simulated reader answers on a real port. The golden bytes are our own copies; where the reference is at hand, they are
 * compared with its text.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { biotekClassic } from "../../drivers/biotek/classic/driver.ts";
import { biotekModern } from "../../drivers/biotek/modern/driver.ts";
import { byonoy } from "../../drivers/byonoy/driver.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { spectraMax } from "../../drivers/spectramax/driver.ts";
import { type Driver, forAnyOptions } from "../../src/instrument/contract.ts";
import { driveDialogue } from "./drive-dialogue.ts";
import { type Played, playHost } from "./play-reader.ts";
import { plugBioRad, plugByonoy, plugClassic, plugModern, plugSpectraMax } from "./plug-readers.ts";
import { codeUnder, type Notation, patternOf, writeConversation } from "./protocol-notation.ts";
import { type StoredTranscript, startDialogue, transcriptsOf } from "./transcripts.ts";

const REFERENCE = join(import.meta.dirname, "../../../shared/reference/serial-protocols.md");
const hasReference = existsSync(REFERENCE);
const reference = hasReference ? readFileSync(REFERENCE, "utf8") : "";

interface Example {
  readonly name: string;
  readonly driver: Driver;
  readonly transcript: string;
  /** Where the reference prints it, and how; null for a variant that it only describes. */
  readonly printed: { readonly heading: string; readonly notation: Notation } | null;
  /** Items at the end that only our driver adds, such as the question whether all went well. */
  readonly own?: number;
  readonly playReader: (transcript: StoredTranscript) => Promise<Played>;
}

const playClassic = ({ recorded }: StoredTranscript) =>
  playHost({ items: recorded, plugIn: plugClassic("elx808") });

const EXAMPLES: readonly Example[] = [
  {
    name: "Bio-Rad Model 680 at 570 and 650 nm",
    driver: forAnyOptions(bioRad),
    transcript: "680-dual-worked-example.json",
    printed: { heading: "### 1.4", notation: "plain" },
    playReader: ({ recorded }) =>
      playHost({
        items: recorded,
        plugIn: plugBioRad("680"),
        before: (sent, reader) => {
          if (sent.includes("RPLATE")) reader.setClock("2026-03-14T10:15:02");
        },
      }),
  },
  {
    name: "BioTek ELx808 at 570 and 650 nm",
    driver: forAnyOptions(biotekClassic),
    transcript: "worked-example.json",
    printed: { heading: "### 2.6", notation: "bytes" },
    playReader: playClassic,
  },
  {
    name: "BioTek ELx808 with the temperature in its data, checksums 01 and 60",
    driver: forAnyOptions(biotekClassic),
    transcript: "temperature.json",
    printed: null,
    playReader: playClassic,
  },
  {
    name: "BioTek Synergy H1 at 570 and 650 nm",
    driver: forAnyOptions(biotekModern),
    transcript: "worked-example.json",
    printed: { heading: "### 3.5", notation: "bytes" },
    playReader: ({ recorded }) => playHost({ items: recorded, plugIn: plugModern }),
  },
  {
    name: "SpectraMax M5 at 570 and 650 nm",
    driver: forAnyOptions(spectraMax),
    transcript: "m5-dual-worked-example.json",
    printed: { heading: "### 4.5", notation: "plain" },
    playReader: ({ recorded }) => {
      let questions = 0;
      let ended: Promise<void> | null = null;
      return playHost({
        items: recorded,
        plugIn: plugSpectraMax,
        before: async (sent, _, happened) => {
          if (sent === "!READ\r") ended = happened("read-finished");
          if (ended !== null && sent === "!STATUS\r") questions += 1;
          // The first two say MEASURING.
          if (questions === 3) await ended;
        },
      });
    },
  },
  {
    name: "Byonoy Absorbance 96 at 405 nm",
    driver: forAnyOptions(byonoy),
    transcript: "single-worked-example.json",
    printed: { heading: "## 5. Byonoy", notation: "plain" },
    own: 2,
    playReader: (transcript) => {
      let questions = 0;
      return playHost({
        items: transcript.recorded,
        plugIn: plugByonoy,
        before: (sent, reader) => {
          if (sent === "!PLATE()\r") questions += 1;
          if (questions === 3) reader.insert(makersPlate(transcript));
        },
      });
    },
  },
];

/** The plate of the maker's example as its twelve lines have it: a line is a column. */
function makersPlate({ recorded }: StoredTranscript): InsertedPlate {
  const text = recorded.map(({ bytes }) => Buffer.from(bytes).toString("latin1")).join("");
  const columns = (text.match(/^(?:\d\.\d{3}(?: |(?=\r))){8}/gm) ?? []).map((line) =>
    line.trim().split(" ").map(Number),
  );
  const measurement = Array.from({ length: 8 }, (_, row) =>
    columns.map((column) => column[row] ?? null),
  );
  return { id: "maker's", measurement, reference: null };
}

function transcriptOf({ driver, transcript }: Example): StoredTranscript {
  const found = transcriptsOf(driver).find(({ name }) => name === transcript);
  if (found === undefined) throw new Error(`${driver.id} has no transcript ${transcript}`);
  return found;
}

const bytesOf = (transcript: StoredTranscript, direction: "tx" | "rx"): string =>
  transcript.recorded
    .filter((item) => item.direction === direction)
    .map(({ bytes }) => Buffer.from(bytes).toString("latin1"))
    .join("");

describe.each(EXAMPLES)("the worked example of a $name", (example) => {
  const transcript = transcriptOf(example);

  test("is what our driver sends", () => {
    const pieces = transcript.recorded
      .filter(({ direction }) => direction !== "tx")
      .map(({ direction, bytes }) => (direction === "mark" ? Buffer.alloc(0) : bytes));
    const drive = driveDialogue(
      startDialogue(example.driver, transcript),
      pieces,
      example.driver.framing,
    );
    expect(drive.outcome.kind).toBe("done");
    expect(drive.sent.join("")).toBe(bytesOf(transcript, "tx"));
  });

  test("is what our simulated reader answers", async () => {
    const { recorded, played, surplus } = await example.playReader(transcript);
    expect(played).toEqual(recorded);
    expect(surplus).toBe("");
    expect(played.map(({ answer }) => answer).join("")).toBe(bytesOf(transcript, "rx"));
  });
});

const PRINTED = EXAMPLES.flatMap((example) =>
  example.printed === null ? [] : [{ ...example, printed: example.printed }],
);

describe.each(PRINTED)("the text of the protocol reference for a $name", (example) => {
  test.skipIf(!hasReference)("is our transcript (skipped: the reference is not at hand)", () => {
    const { recorded } = transcriptOf(example);
    const { heading, notation } = example.printed;
    const items = recorded.slice(0, recorded.length - (example.own ?? 0));
    expect(writeConversation(items)).toMatch(patternOf(codeUnder(reference, heading), notation));
  });
});

/** The smaller byte examples of the protocol reference, said by our simulated readers on a real port. */
import { describe, expect, test } from "vitest";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import { type Play, type PluggedReader, playHost } from "./play-reader.ts";
import {
  INTERRUPTED_MS,
  plugBioRad,
  plugByonoy,
  plugClassic,
  plugModern,
  plugSpectraMax,
} from "./plug-readers.ts";

/** What the host sends, and what the reader answers. */
type Turn = readonly [sent: string, answer: string];

async function expectTurns<Reader extends PluggedReader>(
  plugIn: Play<Reader>["plugIn"],
  turns: readonly Turn[],
  people: Pick<Play<Reader>, "before" | "after"> = {},
): Promise<void> {
  const items = turns.flatMap(([sent, answer]): TranscriptItem[] => [
    { direction: "tx", bytes: Buffer.from(sent, "latin1") },
    { direction: "rx", bytes: Buffer.from(answer, "latin1") },
  ]);
  const { recorded, played, surplus } = await playHost({ items, plugIn, ...people });
  expect(played).toEqual(recorded);
  expect(surplus).toBe("");
}

const FINE = "ERE 0000\r";

describe("a Bio-Rad Model 680", () => {
  test.each<[string, readonly Turn[]]>([
    ["refuses everything before AQ", [["EIA.READER ID\r", "ERE 8073\r"]]],
    [
      "takes lower case and two letters",
      [
        ["eia.reader aq\r", FINE],
        ["eia.reader fs\r", "ERE 0000\r405 450 490 570 595 650 *** ***\r"],
      ],
    ],
    [
      "gives its maintenance report",
      [
        ["EIA.READER AQ\r", FINE],
        ["EIA.READER MR\r", "ERE 0000\rOn/Off:0012\rHours :0345\rPlates:0000\r"],
      ],
    ],
    [
      "reads one well at two wavelengths",
      [
        ["EIA.READER AQ\r", FINE],
        ["EIA.READER RWELL 1 1 4 6\r", "ERE 0000 0.100 0.040\r"],
      ],
    ],
  ])("%s", async (_, turns) => {
    await expectTurns(plugBioRad("680"), turns);
  });

  test("says nothing at STOP, and refuses the next command", async () => {
    await expectTurns(
      plugBioRad("680"),
      [
        ["EIA.READER AQ\r", FINE],
        ["EIA.READER RPLATE 2 5 M 4 6\r", ""],
        ["EIA.READER RL\r", "ERE 8073\r"],
      ],
      {
        after: async (sent, reader, happened) => {
          if (!sent.includes("RPLATE")) return;
          await happened("read-started");
          reader.pressStop();
        },
      },
    );
  });
});

test("a Bio-Rad Model 550 calls itself 0550", async () => {
  await expectTurns(plugBioRad("550"), [
    ["EIA.READER AQ\r", FINE],
    ["EIA.READER ID\r", "ERE 0000 0550\r"],
  ]);
});

const VERSION = "7340201  Version 3.15   ";

describe("a BioTek ELx808", () => {
  test.each<[string, readonly Turn[]]>([
    ["tells its state", [["o", "\x060000\x03"]]],
    [
      "speaks 312 until it is told otherwise",
      [
        ["e", `\x06${VERSION}\x1e000\x03`],
        ["n", "\x06"],
        ["1", "0000\x03"],
        ["e", `\x06${VERSION}0000\x03`],
      ],
    ],
    ["clears its input at a byte it does not know", [["\xfeo", "\x15"]]],
    [
      "has no read without a definition",
      [
        ["n", "\x06"],
        ["1", "0000\x03"],
        ["S", "\x060B00\x03"],
      ],
    ],
  ])("%s", async (_, turns) => {
    await expectTurns(plugClassic("elx808"), turns);
  });

  test("answers X in a read with DLE and 0100", async () => {
    const table = Buffer.alloc(170);
    table.write("570000", 49, "latin1");
    await expectTurns(
      plugClassic("elx808", INTERRUPTED_MS),
      [
        ["n", "\x06"],
        ["1", "0000\x03"],
        ["V", "\x06"],
        [table.toString("latin1"), "0000\x03"],
        ["S", "\x060000\x03"],
        ["X", "\x100100\x03"],
        ["o", "\x060100\x03"],
        ["o", "\x060000\x03"],
      ],
      {
        after: async (sent, _, happened) => {
          if (sent === "S") await happened("read-started");
        },
      },
    );
  });
});

test.each(["e", "n", "o"])("a PowerWave does not know %s", async (letter) => {
  await expectTurns(plugClassic("powerwave"), [[letter, "\x15"]]);
});

describe("a BioTek Synergy H1", () => {
  test.each<Turn>([
    ["e", "\x061650200  Version 1.04   0000\x03"],
    ["C", "\x0600000000        0000\x03"],
    ["h", "\x062360000\x03"],
  ])("answers %s with %j", async (letter, answer) => {
    await expectTurns(plugModern, [[letter, answer]]);
  });

  test.each([
    "004701010108120001200100001100100000106000080562113",
    "004701010108120001200100001100100000106000080570112",
    "004701010108120001200100001100100000106000080580113",
    "004701010108120001200100001100100000106000080650111",
    "004701010108120001200100001100100000106000080720109",
  ])("takes the definition %s", async (definition) => {
    await expectTurns(plugModern, [
      ["D", "\x06"],
      [`${definition}\x03`, "0350000000000000010000000000490300000\x03"],
    ]);
  });

  test("refuses a definition with a wrong checksum", async () => {
    await expectTurns(plugModern, [
      ["D", "\x06"],
      ["004701010108120001200100001100100000106000080570113\x03", "2100\x03"],
    ]);
  });
});

describe("a SpectraMax M5", () => {
  test.each<[string, readonly Turn[]]>([
    ["answers the hello", [["!\r", "OK\r\n>"]]],
    ["tells its state with two prompts", [["!STATUS\r", "OK\r\n>\r\nOPEN\r\nIDLE\r\n\r\n>"]]],
    ["takes LF for CR", [["!STATUS\n", "OK\r\n>\r\nOPEN\r\nIDLE\r\n\r\n>"]]],
    ["has nothing to transfer at first", [["!TRANSFER\r", "FAIL\t 107>"]]],
    ["tells set point and temperature", [["!TEMP\r", "OK\r\n>\r\n37.0 25.1\r\n\r\n>"]]],
    [
      "refuses a read while it measures",
      [
        ["!WAVELENGTH 570\r", "OK\r\n>"],
        ["!READTYPE ABSPLA\r", "OK\r\n>\r\nABSPLA\r\n\r\n>"],
        ["!READ\r", "OK\r\n>"],
        ["!READ\r", "FAIL\t 106>"],
        ["!CANCEL\r", "OK\r\n>"],
        ["!STATUS\r", "OK\r\n>\r\nCLOSED\r\nIDLE\r\n\r\n>"],
      ],
    ],
  ])("%s", async (_, turns) => {
    await expectTurns(plugSpectraMax, turns);
  });
});

describe("a Byonoy Absorbance 96", () => {
  test.each([
    ["!PLATE()", "0", "PLATE"],
    ["!TEMP()", "Temperature: 23.43 C", "TEMP"],
    ["!ERROR()", "0", "ERROR"],
    ["!GETFILT()", "0=405,1=450,2=492,3=620", "GETFILT"],
  ])("echoes %s, says %s and ends with #%s()", async (command, payload, name) => {
    await expectTurns(plugByonoy, [[`${command}\r`, `${command}\r\n${payload}\r\n#${name}()\r\n`]]);
  });

  test("ends every kind of read with #RP()", async () => {
    const line = `${Array.from({ length: 8 }, () => "0.000").join(" ")}\r\n`;
    const answer = (command: string) => `${command}\r\n${line.repeat(12)}CRC: 3F2A\r\n#RP()\r\n`;
    await expectTurns(
      plugByonoy,
      ["!RP(0,-1)", "!RPF(0,-1)", "!RPP(0,-1)"].map((command) => [`${command}\r`, answer(command)]),
    );
  });
});

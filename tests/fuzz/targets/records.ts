/** Results of OPC-UA servers as they are kept, with the documents in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { opcuaLads } from "../../../drivers/opcua-lads/driver.ts";
import { ReaderFault } from "../../../src/instrument/contract.ts";
import {
  bytesOf,
  file,
  plane,
  REFERENCE,
  ROW_BY_ROW,
} from "../../drivers/opcua-lads/record-builder.ts";
import { demand, type FuzzTarget } from "../target.ts";

const DOCUMENTS = join(import.meta.dirname, "../../data/asm");
const OPTIONS = opcuaLads.options.parse({ user: "u", passwordFile: "/p" });

function documents(): { name: string; text: string }[] {
  if (!existsSync(DOCUMENTS)) return [];
  return readdirSync(DOCUMENTS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, text: readFileSync(join(DOCUMENTS, name), "utf8") }));
}

const CSV = `Well,570 nm,650 nm\n${ROW_BY_ROW.map((value, at) => `${"ABCDEFGH"[Math.floor(at / 12)]}${(at % 12) + 1},${value},${REFERENCE[at]}`).join("\n")}\n`;

function run(bytes: Buffer): string {
  try {
    const plates = opcuaLads.readRecord(bytes, OPTIONS);
    for (const { planes } of plates) {
      demand(planes.length > 0, "a reading without a plane");
      for (const { values, wavelengthNm } of planes) {
        demand(values.length === 96, `a plane of ${values.length} wells`);
        demand(wavelengthNm === null || Number.isFinite(wavelengthNm), `${wavelengthNm} nm`);
        demand(
          values.every((value) => value.absorbance === null || Number.isFinite(value.absorbance)),
          "a value that is no number",
        );
      }
    }
    return `taken ${JSON.stringify(plates)}`;
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
    demand(
      opcuaLads.faults[error.fault] !== undefined,
      `${error.fault} is not in the table of faults`,
    );
    return `fault ${error.fault} ${error.message}`;
  }
}

/** Damages inside the document: what is flipped in base64 is noise to the parser. */
export function recordTargets(): FuzzTarget[] {
  const whole = [
    bytesOf([plane(570, [...ROW_BY_ROW]), plane(650, [...REFERENCE])]),
    bytesOf([], [file("plate.csv", "text/csv", CSV)]),
    ...documents().map(({ name, text }) => bytesOf([], [file(name, "application/json", text)])),
  ].map((one) => Buffer.from(one));
  return [
    { name: "opcua record", kind: "text", corpus: () => whole, run },
    {
      name: "opcua document ASM",
      kind: "text",
      corpus: () => documents().map(({ text }) => Buffer.from(text)),
      run: (bytes) =>
        run(
          Buffer.from(bytesOf([], [file("a.json", "application/json", bytes.toString("latin1"))])),
        ),
    },
    {
      name: "opcua document CSV",
      kind: "text",
      corpus: () => [Buffer.from(CSV)],
      run: (bytes) =>
        run(Buffer.from(bytesOf([], [file("a.csv", "text/csv", bytes.toString("latin1"))]))),
    },
  ];
}

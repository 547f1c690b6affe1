/** The 170-byte assay definition of the command `V` (ELx808 and PowerWave manuals, appendix B). */
import type { ReadRequest } from "../../../src/instrument/contract.ts";
import type { ClassicOptions } from "./options.ts";

const LENGTH = 170;
const SHAKE_FIRST_READ = 0x10;
const SPEEDS: Readonly<Record<ClassicOptions["shakeSpeed"], number>> = {
  slow: 0,
  medium: 1,
  fast: 2,
  variable: 3,
};

/** Positions count from 1, as in the manuals. */
const AT = {
  checksum: 1,
  name: 2,
  shake: 31,
  scanPoints: 32,
  measurement: 50,
  reference: 53,
  wavelengthList: 67,
  shakeSeconds: 163,
  shakeSpeed: 165,
} as const;

const MOST_WAVELENGTHS = 6;

/**
 * An endpoint read without subtraction. Two wavelengths go into the multi-wavelength list, since the dual mode of the
 * reader gives only their difference; a single one stands as the measurement wavelength.
 */
export function assayDefinition(
  request: ReadRequest,
  { shakeSeconds, shakeSpeed }: Pick<ClassicOptions, "shakeSeconds" | "shakeSpeed">,
): Uint8Array {
  const table = Buffer.alloc(LENGTH);
  const put = (position: number, text: string) => table.write(text, position - 1, "latin1");
  put(AT.name, `MTT${threeDigits(request.measurementNm)}`);
  table[AT.scanPoints - 1] = 1;
  put(AT.reference, "000");
  if (request.referenceNm === null) {
    put(AT.measurement, threeDigits(request.measurementNm));
  } else {
    put(AT.measurement, "000");
    const list = [request.measurementNm, request.referenceNm].map(threeDigits).join("");
    put(AT.wavelengthList, list.padEnd(MOST_WAVELENGTHS * 3, "0"));
  }
  if (shakeSeconds > 0) {
    table[AT.shake - 1] = SHAKE_FIRST_READ;
    table.writeUInt16LE(shakeSeconds, AT.shakeSeconds - 1);
    table[AT.shakeSpeed - 1] = SPEEDS[shakeSpeed];
  }
  table[AT.checksum - 1] = tableChecksum(table);
  return table;
}

/** Sum of bytes 2 to 170 modulo 256. The ELx808 ignores it, the PowerWave does not. */
function tableChecksum(table: Uint8Array): number {
  return table.subarray(1).reduce((sum, byte) => (sum + byte) % 256, 0);
}

function threeDigits(wavelengthNm: number): string {
  return String(wavelengthNm).padStart(3, "0");
}

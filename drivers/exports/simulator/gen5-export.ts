/** The text that Gen5 writes of a plate, as far as an end-point read of absorbance has it. */
import type { InsertedPlate, Matrix } from "../../simulator/inserted-plate.ts";

export interface ExportedRead {
  readonly wavelengthNm: number;
  readonly matrix: Matrix;
}

const LETTERS = "ABCDEFGH";
/** What stands for a value beyond the range. */
const OVERFLOW = "OVRFLW";

function valueText(value: number | null): string {
  return value === null || value >= 4 ? OVERFLOW : value.toFixed(3);
}

function resultRows(reads: readonly ExportedRead[]): string[] {
  const columns = Array.from({ length: 12 }, (_, column) => String(column + 1));
  const rows = [...LETTERS].flatMap((letter, row) =>
    reads.map(({ wavelengthNm, matrix }, read) => {
      const values = (matrix[row] ?? []).map(valueText);
      return [read === 0 ? letter : "", ...values, String(wavelengthNm)].join("\t");
    }),
  );
  return [["", ...columns].join("\t"), ...rows];
}

/** `now` is written as the local clock of the computer beside the reader shows it. */
export function gen5Export(
  plate: InsertedPlate,
  wavelengthsNm: readonly number[],
  now: Date,
): string {
  const matrices = [plate.measurement, ...(plate.reference === null ? [] : [plate.reference])];
  const reads = matrices.flatMap((matrix, index): ExportedRead[] => {
    const wavelengthNm = wavelengthsNm[index];
    return wavelengthNm === undefined ? [] : [{ wavelengthNm, matrix }];
  });
  const names = reads.map((read) => read.wavelengthNm).join(", ");
  const lines = [
    ["", "Software Version\t3.12.08", "", "", ""],
    ["Experiment File Path:\tC:\\Experiments\\simulated.xpt"],
    ["Protocol File Path:\tC:\\Protocols\\simulated.prt", "", "", ""],
    [`Plate Number\t${plate.id}`],
    [`Date\t${now.getMonth() + 1}/${now.getDate()}/${now.getFullYear()}`],
    [`Time\t${now.toLocaleTimeString("en-US")}`],
    ["Reader Type:\tSynergy H1", "Reader Serial Number:\tSIM0001", "Reading Type\tReader", ""],
    ["Procedure Details", "", "Plate Type\t96 WELL PLATE (Use plate lid)"],
    ["Eject plate on completion", `Read\t${names}`, "\tAbsorbance Endpoint", "\tFull Plate"],
    [`\tWavelengths:  ${names}`],
    ["\tRead Speed: Normal,  Delay: 100 msec,  Measurements/Data Point: 8", ""],
    ["Results", ...resultRows(reads), ""],
  ];
  return `${lines.flat().join("\r\n")}\r\n`;
}

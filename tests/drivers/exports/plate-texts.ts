/** Texts of a plate as programs and people write them, for tests. */
import { VALUES } from "./import-sheets.ts";

export const OTHER_VALUES: readonly number[] = VALUES.map((value) =>
  Number((value / 4).toFixed(4)),
);

export interface GridStyle {
  readonly separator?: string;
  readonly decimal?: "." | ",";
  /** Text right of each row. */
  readonly label?: string;
  /** Texts that stand in the place of single values, by index in reading order. */
  readonly instead?: Readonly<Record<number, string>>;
}

export function valueTexts(values: readonly number[], style: GridStyle = {}): string[] {
  return values.map(
    (value, index) => style.instead?.[index] ?? value.toFixed(4).replace(".", style.decimal ?? "."),
  );
}

/** Lines of a grid with column numbers and row letters. */
export function gridLines(values: readonly number[] = VALUES, style: GridStyle = {}): string[] {
  const separator = style.separator ?? "\t";
  const texts = valueTexts(values, style);
  const label = style.label === undefined ? [] : [style.label];
  const rows = Array.from("ABCDEFGH", (letter, row) =>
    [letter, ...texts.slice(row * 12, row * 12 + 12), ...label].join(separator),
  );
  return [["", ...Array.from({ length: 12 }, (_, index) => index + 1)].join(separator), ...rows];
}

/** The head of a Gen5 text for one plate. */
export function gen5Head(
  plate: string,
  readingType = "Reader",
  procedure = "Full Plate",
): string[] {
  return [
    "",
    "",
    "Software Version\t3.12.08",
    "",
    "Experiment File Path:\tC:\\data\\mtt.xpt",
    "Protocol File Path:\tC:\\data\\mtt.prt",
    "",
    `Plate Number\t${plate}`,
    "Date\t3/12/2026",
    "Time\t2:22:07 PM",
    "Reader Type:\tSynergy H1",
    "Reader Serial Number:\t18051421",
    `Reading Type\t${readingType}`,
    "",
    "Procedure Details",
    "",
    "Plate Type\t96 WELL PLATE (Use plate lid)",
    "Read\tMTT",
    "\tAbsorbance Endpoint",
    `\t${procedure}`,
    "\tWavelengths:  570",
    "",
    "Actual Temperature:\t23.4",
    "",
    "Results",
  ];
}

export interface SoftmaxStyle {
  readonly name?: string;
  readonly mode?: string;
  readonly dataType?: string;
  readonly readType?: string;
  readonly wavelengths?: string;
}

/** One plate section of SoftMax Pro with grids side by side. */
export function softmaxSection(
  grids: readonly (readonly string[])[],
  style: SoftmaxStyle = {},
): string[] {
  const nm = style.wavelengths ?? "570 650 ";
  const columns = Array.from({ length: 12 }, (_, index) => `${index + 1}`);
  const head = ["", "Temperature(°C)", ...grids.flatMap(() => [...columns, ""])].join("\t");
  const rows = Array.from({ length: 8 }, (_, row) => {
    const values = grids.flatMap((grid) => [...grid.slice(row * 12, row * 12 + 12), ""]);
    return ["", row === 0 ? "23.4" : "", ...values].join("\t");
  });
  return [
    `Plate:\t${style.name ?? "Plate1"}\t1.3\tPlateFormat\t${style.readType ?? "Endpoint"}\t${style.mode ?? "Absorbance"}\t${style.dataType ?? "Raw"}\tFALSE\t1\t\t\t\t\t\t${grids.length}\t${nm}\t1\t12\t96\t1\t8`,
    head,
    ...rows,
    "",
    "~End",
  ];
}

export function softmaxText(sections: readonly (readonly string[])[]): string {
  return [
    `##BLOCKS= ${sections.length}`,
    ...sections.flat(),
    "Original Filename: mtt; Date Last Saved: 3/12/2026 2:23:07 PM",
    "",
  ].join("\r\n");
}

export const BMG_HEAD: readonly string[] = [
  "User: USER,Path: C:\\BMG\\Data,Test run no.: 65",
  "Test name: MTT,Date: 3/12/2026,Time: 2:22:07 PM",
  "",
  "ID1: ALL-0042,ID2: second,",
  "Absorbance",
  "",
];

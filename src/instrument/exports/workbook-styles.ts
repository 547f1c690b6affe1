/** The formats of a workbook's cells, as far as they change what a stored number means. */

export interface CellStyles {
  readonly count: number;
  /** Styles that show a number as a percentage: such a cell is no absorbance. */
  readonly percentages: ReadonlySet<number>;
}

/** Formats 9 and 10 are percentages in every workbook (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_PERCENTAGES = [9, 10];

/** The cell styles that `xl/styles.xml` defines; none for a workbook without it (the empty text). */
export function readCellStyles(xml: string): CellStyles {
  const formats = new Set(BUILT_IN_PERCENTAGES);
  for (const [tag] of xml.matchAll(/<(?:[\w.-]+:)?numFmt\s[^>]*>/g)) {
    if (/formatCode\s*=\s*["'][^"']*%/.test(tag)) formats.add(numberFormat(tag));
  }
  const section = /<(?:[\w.-]+:)?cellXfs\b[\s\S]*?<\/(?:[\w.-]+:)?cellXfs>/.exec(xml)?.[0] ?? "";
  const styles = section.match(/<(?:[\w.-]+:)?xf[\s/>][^>]*>?/g) ?? [];
  return {
    count: styles.length,
    percentages: new Set(
      styles.flatMap((tag, index) => (formats.has(numberFormat(tag)) ? [index] : [])),
    ),
  };
}

function numberFormat(tag: string): number {
  return Number(/numFmtId\s*=\s*["'](\d+)["']/.exec(tag)?.[1]);
}

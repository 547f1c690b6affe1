/** Rows of a table that is typed, scanned or pasted into: every cell is a text, and what is empty is nothing. */
export type GridRow = Readonly<Record<string, string>>;

export function isBlank(row: GridRow): boolean {
  return Object.values(row).every((text) => text.trim() === "");
}

/** The rows that say something, in order. */
export function filledRows(rows: readonly GridRow[]): GridRow[] {
  return rows.filter((row) => !isBlank(row));
}

/** Where the filled row of this number stands among all rows; -1 where there is none. */
export function placeOfFilled(rows: readonly GridRow[], filled: number): number {
  const places = rows.flatMap((row, place) => (isBlank(row) ? [] : [place]));
  return places[filled] ?? -1;
}

export function setCell(
  rows: readonly GridRow[],
  place: number,
  key: string,
  text: string,
): GridRow[] {
  const length = Math.max(rows.length, place + 1);
  return Array.from({ length }, (_, index) => {
    const row = rows[index] ?? {};
    return index === place ? { ...row, [key]: text } : row;
  });
}

export function removeRow(rows: readonly GridRow[], place: number): GridRow[] {
  return rows.filter((_, index) => index !== place);
}

/** A block as spreadsheets copy it: lines, and tabs between cells. Null where the text is one cell only. */
export function blockOf(text: string): string[][] | null {
  if (!/[\t\n\r]/.test(text)) return null;
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}

/** Writes a block over the cells from this one on, downwards and to the right; what has no column is left out. */
export function pasteBlock(
  rows: readonly GridRow[],
  keys: readonly string[],
  from: { readonly place: number; readonly key: string },
  block: readonly (readonly string[])[],
): GridRow[] {
  const first = keys.indexOf(from.key);
  return block.reduce<readonly GridRow[]>(
    (filling, cells, down) =>
      cells.reduce((row, text, right) => {
        const key = keys[first + right];
        return key === undefined ? row : setCell(row, from.place + down, key, text);
      }, filling),
    rows,
  ) as GridRow[];
}

/** The cell becomes what stands above it; nothing happens in the first row. */
export function fillDown(rows: readonly GridRow[], place: number, key: string): GridRow[] {
  const above = rows[place - 1]?.[key];
  return above === undefined ? [...rows] : setCell(rows, place, key, above);
}

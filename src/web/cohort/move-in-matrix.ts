/**
 * Moves the keyboard from one link of the table to the next in the direction of an arrow key; rows without a link in
 * the column are passed over. False when the key is no move or there is nothing in that direction.
 */
export function moveInMatrix(table: HTMLTableElement, key: string): boolean {
  const link = document.activeElement;
  const cell = link?.closest<HTMLTableCellElement>("td, th");
  const row = link?.closest("tr");
  if (link == null || cell == null || row == null || !table.contains(row)) return false;
  const target = besideLink(row, link, key) ?? beyondRow(table, row, cell.cellIndex, key);
  target?.focus();
  return target !== undefined;
}

function besideLink(row: Element, link: Element, key: string): HTMLElement | undefined {
  const links = [...row.querySelectorAll<HTMLElement>("a")];
  const index = links.findIndex((one) => one.isSameNode(link));
  if (key === "ArrowLeft") return links[index - 1];
  if (key === "ArrowRight") return links[index + 1];
  if (key === "Home") return links[0];
  return key === "End" ? links.at(-1) : undefined;
}

function beyondRow(
  table: HTMLTableElement,
  row: HTMLTableRowElement,
  column: number,
  key: string,
): HTMLElement | undefined {
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const rows = [...table.rows];
  const index = rows.indexOf(row);
  const ahead = key === "ArrowDown" ? rows.slice(index + 1) : rows.slice(0, index).reverse();
  return ahead
    .filter((one) => one.closest("thead") === null)
    .map((one) => one.cells[column]?.querySelector("a") ?? undefined)
    .find((one) => one !== undefined);
}

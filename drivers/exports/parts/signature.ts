/** The words by which a vendor's file is known. */
import { tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import type { ExportDocument } from "../../../src/instrument/exports/contract.ts";
import { rowText } from "./titles.ts";

/**
 * The first cell of the document that begins with one of the signatures, in the document's own words; null when none
 * does. Behind a star a signature may stand anywhere in the cell. Case and the number of blanks do not count.
 */
export function findSignature(
  document: ExportDocument,
  signatures: readonly string[],
): string | null {
  const wanted = signatures.map((one) => ({
    text: plain(one.replace(/^\*/, "")),
    anywhere: one.startsWith("*"),
  }));
  const isWanted = (text: string) =>
    wanted.some((one) => (one.anywhere ? text.includes(one.text) : text.startsWith(one.text)));
  for (const table of document.tables) {
    for (const [index, row] of table.rows.entries()) {
      const line = plain(rowText(table, index));
      if (line !== "" && isWanted(line)) return line.slice(0, 60);
      for (const cell of row) {
        const text = plain(cell.text);
        if (text !== "" && isWanted(text)) return tidy(cell.text).slice(0, 60);
      }
    }
  }
  return null;
}

/** True when the text fits one of the patterns, in which a star stands for any text. */
export function matchesAny(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = plain(pattern).split("*").map(escapeParts);
    return new RegExp(`^${parts.join(".*")}$`, "s").test(plain(text));
  });
}

function plain(text: string): string {
  return tidy(text).replace(/\s+/g, " ").toLowerCase();
}

function escapeParts(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

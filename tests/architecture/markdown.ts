/** Just enough of Markdown to hold documents to what they say. */

/** The rows of the first table whose first heading is `heading`, each cell as written, without the heading. */
export function tableRows(markdown: string, heading: string): string[][] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => cellsOf(line)[0] === heading);
  if (start < 0) throw new Error(`there is no table that begins with “${heading}”`);
  const body = lines.slice(start + 2);
  const end = body.findIndex((line) => !line.startsWith("|"));
  return (end < 0 ? body : body.slice(0, end)).map(cellsOf);
}

/** The text of each section with a heading of two marks, without the text before the first. */
export function sections(markdown: string): string[] {
  return markdown.split(/^## /m).slice(1);
}

/** Cells of a row; a `\|` inside a cell is a bar. */
function cellsOf(line: string): string[] {
  if (!line.startsWith("|")) return [];
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** What stands between single backticks. */
export function codeSpans(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap((match) => match[1] ?? []);
}

/** The contents of fenced blocks, of one language where it is named; a block may stand inside a list. */
export function codeBlocks(markdown: string, language?: string): string[] {
  return [...markdown.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter((match) => language === undefined || match[2] === language)
    .map(([, indent = "", , body = ""]) => body.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

/** Targets of links and pictures that lead to files, without their `#…`. */
export function fileLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? "").replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

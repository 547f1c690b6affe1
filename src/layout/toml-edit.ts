/** Changes of TOML text at the places where things stand: comments, order and spaces stay as a person left them. */
import { type AST, parseTOML } from "toml-eslint-parser";

/** The text's own end of line. */
function lineEnd(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Where a byte-order mark is, places count from behind it. */
function parse(text: string): { readonly program: AST.TOMLProgram; readonly shift: number } {
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  return { program: parseTOML(text.slice(shift), { tomlVersion: "1.0.0" }), shift };
}

function nameOf({ key }: AST.TOMLKeyValue): string {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value)).join(".");
}

/**
 * The text with another value, written as TOML, for a key above all tables. A text without that key comes back as it
 * is. The text must be TOML: a parser's error comes out.
 */
export function replaceTopValue(text: string, key: string, written: string): string {
  const { program, shift } = parse(text);
  for (const node of program.body[0].body) {
    if (node.type !== "TOMLKeyValue" || nameOf(node) !== key) continue;
    const [start, end] = node.value.range;
    return text.slice(0, start + shift) + written + text.slice(end + shift);
  }
  return text;
}

/** Whether the text has a table, or a list of tables, of this name. */
export function hasTable(text: string, name: string): boolean {
  return parse(text).program.body[0].body.some(
    (node) => node.type === "TOMLTable" && node.resolvedKey[0] === name,
  );
}

/** The text with further lines at its end, parted from what stands there by an empty one. */
export function appendLines(text: string, lines: readonly string[]): string {
  const end = lineEnd(text);
  return `${text.replace(/\s*$/, "")}${end}${end}${lines.join(end)}${end}`;
}

/** What is sent: text with placeholders such as `{measurement_nm}` or `{secs:03}`. */

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly width: number };

export interface CommandText {
  readonly source: string;
  readonly pieces: readonly Piece[];
  /** Names of the placeholders. */
  readonly names: readonly string[];
  /** The text before the first placeholder. */
  readonly prefix: string;
}

/** True and false are sent as 1 and 0. */
export type CommandValues = Readonly<Record<string, string | number | boolean>>;

/**
 * Reads a text: `{name}` is a value, `{name:03}` the same with zeros in front to three digits, `{{` and `}}` are
 * braces. Throws an Error in words for a brace that is none of these.
 */
export function parseCommandText(source: string): CommandText {
  const pieces: Piece[] = [];
  for (const [part] of source.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g)) {
    pieces.push(parsePiece(part));
  }
  const names = pieces.flatMap((piece) => (piece.kind === "value" ? [piece.name] : []));
  const texts: string[] = [];
  for (const piece of pieces) {
    if (piece.kind === "value") break;
    texts.push(piece.text);
  }
  return { source, pieces, names, prefix: texts.join("") };
}

function parsePiece(part: string): Piece {
  if (part === "{{" || part === "}}") return { kind: "text", text: part.charAt(0) };
  if (!/[{}]/.test(part)) return { kind: "text", text: part };
  const [, name, width] = /^\{([a-z][A-Za-z0-9_]*)(?::0(\d{1,2}))?\}$/.exec(part) ?? [];
  if (name === undefined) throw new Error(`\`${part}\` is no placeholder`);
  return { kind: "value", name, width: Number(width ?? 0) };
}

/** The text with its values; null in place of the text when one of them is not there, with its name. */
export function fillCommandText(
  command: CommandText,
  values: CommandValues,
): { readonly text: string } | { readonly text: null; readonly missing: string } {
  let text = "";
  for (const piece of command.pieces) {
    if (piece.kind === "text") text += piece.text;
    else {
      const value = values[piece.name];
      if (value === undefined) return { text: null, missing: piece.name };
      const shown = typeof value === "boolean" ? Number(value) : value;
      text += String(shown).padStart(piece.width, "0");
    }
  }
  return { text };
}

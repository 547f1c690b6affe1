/** Pieces of TOML, written for people: keys of a section under each other, values aligned. */

export interface KeyValue {
  readonly key: string;
  /** As it stands in the file. */
  readonly value: string;
}

/** A text in quotes. Control characters are escaped. */
export function tomlText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll("\u007f", "\\u007f");
}

/** A key, in quotes where it needs them. */
export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlText(name);
}

export function inlineTable(pairs: readonly KeyValue[]): string {
  return `{ ${pairs.map(({ key, value }) => `${key} = ${value}`).join(", ")} }`;
}

/** One line a key, the equals signs under each other. */
export function keyLines(pairs: readonly KeyValue[]): string[] {
  const width = Math.max(0, ...pairs.map(({ key }) => key.length));
  return pairs.map(({ key, value }) => `${key.padEnd(width)} = ${value}`);
}

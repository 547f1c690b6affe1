/**
 * Replaces names in texts that leave the laboratory. The same name becomes the same word each time and in every bundle of
 * one bench, so that a plate can be followed without being known.
 */
import { createHmac } from "node:crypto";

const HASH_LENGTH = 10;
/** A shorter name is replaced only where it stands as a word of its own: `A` is a sample and a letter. */
const SHORTEST_INSIDE = 5;

export interface NamedThing {
  /** What stands before the hash: `barcode`, `person`. */
  readonly kind: string;
  readonly name: string;
}

export interface NameMask {
  /** The text without any of the names, whatever their case. */
  text(text: string): string;
  /** The same for everything in a value of JSON, keys included. */
  value(value: unknown): unknown;
}

const WORD = /[\p{L}\p{N}]/u;

function isPartOfWord(text: string, from: number, to: number): boolean {
  return WORD.test(text.charAt(from - 1)) || WORD.test(text.charAt(to));
}

/** `key` is the bench's own secret: without it nobody can try names until one fits. */
export function maskNames(names: Iterable<NamedThing>, key: string): NameMask {
  const words = new Map<string, string>();
  const lengths = new Set<number>();
  for (const { kind, name } of names) {
    const folded = name.trim().toLowerCase();
    if (folded === "" || words.has(folded)) continue;
    const hash = createHmac("sha256", key).update(`${kind}\n${folded}`).digest("hex");
    words.set(folded, `${kind}-${hash.slice(0, HASH_LENGTH)}`);
    lengths.add(folded.length);
  }
  // Longest first: `PW-A-10` is not `PW-A-1` and a nought.
  const longestFirst = [...lengths].sort((a, b) => b - a);

  function wordAt(text: string, folded: string, at: number): [string, number] | null {
    for (const length of longestFirst) {
      const word = words.get(folded.slice(at, at + length));
      if (word === undefined || at + length > folded.length) continue;
      if (length < SHORTEST_INSIDE && isPartOfWord(text, at, at + length)) continue;
      return [word, length];
    }
    return null;
  }

  function maskText(text: string): string {
    const folded = text.toLowerCase();
    // Where lower case is longer, places in the one are not places in the other.
    const read = folded.length === text.length ? text : folded;
    let masked = "";
    for (let at = 0; at < read.length; ) {
      const found = wordAt(read, folded, at);
      masked += found === null ? read.charAt(at) : found[0];
      at += found === null ? 1 : found[1];
    }
    return masked;
  }

  function maskValue(value: unknown): unknown {
    if (typeof value === "string") return maskText(value);
    if (Array.isArray(value)) return value.map(maskValue);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [maskText(name), maskValue(one)]),
    );
  }

  return { text: maskText, value: maskValue };
}

/** Inputs for a parser: real ones that were damaged in the ways of cables, programs, people and enemies. */

export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
}

export function chanceFrom(random: () => number): Chance {
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    pick: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new RangeError("nothing to pick from");
      return found;
    },
  };
}

/** Longer inputs are cut: most of a long file repeats itself, and the time is better spent on more inputs. */
const LONGEST = 6_000;

/** What breaks numbers, texts, tables and their readers. */
const NASTY: readonly string[] = [
  ..."\0|\t|;|,|.|\"|'|\r|\n|\r\n| |\u00a0|\ufeff|\u202e|µ|λ|é|😀|−|½|0|9|-|+|e|E|%|=|@|<|>|/|\\|[|]|{|}|#|*|:|\x1a|\x03|\x06|\x15|\xff".split(
    "|",
  ),
  ..."-0|1e999|-1e999|NaN|Infinity|1e-400|99999999999999999999|0x10|1,234.5|1.234,5|1'000|OVRFLW|>4.0|****|#SAT|OVER|null|true|__proto__|constructor|toString|A1|H12|A01|I13|P24|570|570:650|nm".split(
    "|",
  ),
];

type Mutation = (bytes: Buffer, chance: Chance, corpus: readonly Buffer[]) => Buffer;

function splice(bytes: Buffer, from: number, length: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)]);
}

function lineAt(bytes: Buffer, chance: Chance): { from: number; length: number } {
  const at = chance.below(bytes.length + 1);
  const from = bytes.lastIndexOf(10, at - 1) + 1;
  const end = bytes.indexOf(10, at);
  return { from, length: (end < 0 ? bytes.length : end + 1) - from };
}

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, a run of one byte.
  (bytes, chance) => {
    const out = Buffer.from(bytes);
    const at = chance.below(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << chance.below(8));
    return out;
  },
  (bytes, chance) => splice(bytes, chance.below(bytes.length), 1, Buffer.from([chance.below(256)])),
  (bytes, chance) =>
    splice(
      bytes,
      chance.below(bytes.length),
      0,
      Buffer.alloc(1 + chance.below(300), chance.below(256)),
    ),
  // Lost, doubled and moved.
  (bytes, chance) =>
    splice(bytes, chance.below(bytes.length), 1 + chance.below(20), Buffer.alloc(0)),
  (bytes, chance) => {
    const from = chance.below(bytes.length);
    const piece = bytes.subarray(from, from + 1 + chance.below(200));
    return splice(bytes, chance.below(bytes.length), 0, piece);
  },
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length)),
  (bytes, chance) => bytes.subarray(chance.below(bytes.length)),
  (bytes, chance) => {
    const { from, length } = lineAt(bytes, chance);
    return splice(bytes, from, length, Buffer.alloc(0));
  },
  (bytes, chance) => {
    const { from, length } = lineAt(bytes, chance);
    return splice(bytes, from, 0, bytes.subarray(from, from + length));
  },
  (bytes, chance) => {
    const { from, length } = lineAt(bytes, chance);
    const line = Buffer.from(bytes.subarray(from, from + length));
    const without = splice(bytes, from, length, Buffer.alloc(0));
    return splice(without, lineAt(without, chance).from, 0, line);
  },
  // Words that mean something to somebody.
  (bytes, chance) => splice(bytes, chance.below(bytes.length), 0, Buffer.from(chance.pick(NASTY))),
  (bytes, chance) =>
    splice(bytes, chance.below(bytes.length), 1 + chance.below(6), Buffer.from(chance.pick(NASTY))),
  (bytes, chance) => {
    const word = chance.pick(NASTY);
    return splice(
      bytes,
      chance.below(bytes.length),
      0,
      Buffer.from(word.repeat(1 + chance.below(400))),
    );
  },
  // One number, anywhere, becomes another.
  (bytes, chance) => {
    const numbers = [...bytes.toString("latin1").matchAll(/\d[\d.,]*/g)];
    if (numbers.length === 0) return bytes;
    const found = chance.pick(numbers);
    return splice(bytes, found.index, found[0].length, Buffer.from(chance.pick(NASTY)));
  },
  // Every separator at once.
  (bytes, chance) => {
    const [from, to] = [chance.pick(["\t", ",", ";", ".", "\r\n", " "]), chance.pick(NASTY)];
    return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
  },
  // Half of this one and half of another.
  (bytes, chance, corpus) => {
    const other = chance.pick(corpus);
    return Buffer.concat([
      bytes.subarray(0, chance.below(bytes.length)),
      other.subarray(chance.below(other.length)),
    ]);
  },
  // Other encodings.
  (bytes, chance) =>
    Buffer.concat([
      Buffer.from(chance.pick([[0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], []])),
      Buffer.from(bytes.toString("latin1"), chance.pick(["utf16le", "utf8"])),
    ]),
];

/** A piece of one of the corpus, so long that the parser meets its beginning as often as its inside. */
function start(chance: Chance, corpus: readonly Buffer[]): Buffer {
  const whole = chance.pick(corpus);
  if (whole.length <= LONGEST) return whole;
  const from = chance.below(3) === 0 ? 0 : chance.below(whole.length - LONGEST);
  return chance.below(8) === 0 ? whole : whole.subarray(from, from + LONGEST);
}

/** One input: mostly a real one with one to six damages, sometimes noise. The same chance gives the same input. */
export function makeInput(chance: Chance, corpus: readonly Buffer[]): Buffer {
  if (chance.below(40) === 0) {
    return Buffer.from(Array.from({ length: chance.below(600) }, () => chance.below(256)));
  }
  let bytes = start(chance, corpus);
  for (let left = 1 + chance.below(6); left > 0; left -= 1) {
    if (bytes.length === 0) return bytes;
    bytes = chance.pick(MUTATIONS)(bytes, chance, corpus);
  }
  return bytes.length > 20 * LONGEST ? bytes.subarray(0, 20 * LONGEST) : bytes;
}

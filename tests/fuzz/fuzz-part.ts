/** Some inputs of one target, one after the other: each follows from the seed and its number alone. */
import { randomFrom } from "../chaos/random.ts";
import { chanceFrom, makeInput } from "./mutate.ts";
import { type FuzzTarget, LIMITS } from "./target.ts";

export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly number: number;
  readonly what: string;
  readonly input: Buffer;
}

export interface PartResult {
  readonly inputs: number;
  /** How many the parser understood: fuzzing that is always refused at the door shows nothing. */
  readonly taken: number;
  readonly slowestMs: number;
  readonly findings: readonly Finding[];
}

export interface PartWish {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** Told before each input, for whoever watches for one that never ends. */
  readonly onInput?: (number: number) => void;
}

/** Every so many inputs one is parsed twice: the same bytes must give the same answer. */
const TWICE_EVERY = 25;
/** More of them say nothing new. */
const MOST_FINDINGS = 20;

export function inputOf(
  target: FuzzTarget,
  corpus: readonly Buffer[],
  seed: number,
  number: number,
): Buffer {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  return target.make?.(random, corpus) ?? makeInput(chanceFrom(random), corpus);
}

interface Tried {
  readonly answer: string;
  readonly ms: number;
}

async function tryOnce(target: FuzzTarget, input: Buffer): Promise<Tried> {
  const before = performance.now();
  const answer = await target.run(input);
  return { answer, ms: performance.now() - before };
}

/** What is wrong with this input; null when nothing is. A slow one is tried again: the machine may have been busy. */
export async function faultOf(
  target: FuzzTarget,
  input: Buffer,
  twice: boolean,
): Promise<{ what: string | null; tried: Tried | null }> {
  try {
    const { withinMs } = LIMITS[target.kind];
    let tried = await tryOnce(target, input);
    for (let again = 0; again < 3 && tried.ms > withinMs; again += 1) {
      const next = await tryOnce(target, input);
      if (next.ms < tried.ms) tried = next;
    }
    if (tried.ms > withinMs) return { what: `takes ${tried.ms.toFixed(0)} ms`, tried };
    if (twice && (await tryOnce(target, input)).answer !== tried.answer) {
      return { what: "gives another answer the second time", tried };
    }
    return { what: null, tried };
  } catch (error) {
    return {
      what: error instanceof Error ? (error.stack ?? error.message) : String(error),
      tried: null,
    };
  }
}

export async function fuzzPart(target: FuzzTarget, wish: PartWish): Promise<PartResult> {
  const corpus = target.corpus();
  const findings: Finding[] = [];
  let taken = 0;
  let slowestMs = 0;
  for (let number = wish.from; number < wish.from + wish.count; number += 1) {
    wish.onInput?.(number);
    const input = inputOf(target, corpus, wish.seed, number);
    const { what, tried } = await faultOf(target, input, number % TWICE_EVERY === 0);
    if (what !== null && findings.length < MOST_FINDINGS) {
      findings.push({ target: target.name, seed: wish.seed, number, what, input });
    }
    if (tried?.answer.startsWith("taken") === true) taken += 1;
    slowestMs = Math.max(slowestMs, tried?.ms ?? 0);
  }
  return { inputs: wish.count, taken, slowestMs, findings };
}

/** The shortest input found by leaving out pieces that still is wrong in the same way. */
export async function minimise(target: FuzzTarget, input: Buffer, what: string): Promise<Buffer> {
  const kind = (text: string): string => text.split("\n")[0]?.replace(/\d+/g, "#") ?? "";
  let best = input;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      const { what: now } = await faultOf(target, shorter, what.includes("second time"));
      if (now !== null && kind(now) === kind(what)) best = shorter;
      else at += size;
    }
  }
  return best;
}

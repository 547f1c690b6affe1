/** Patterns of a profile: RE2 syntax, so that matching takes time in proportion to the text, whatever the pattern. */
import { RE2JS } from "re2js";

export interface PatternMatch {
  /** Offset of the first character, and of the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** By name; a group that took no part is not in it. */
  readonly groups: Readonly<Record<string, string>>;
}

export interface Pattern {
  readonly source: string;
  /** Names of its groups. */
  readonly groups: readonly string[];
  /** True when it is found anywhere in the text. */
  test(text: string): boolean;
  /** True when it covers the whole text. */
  covers(text: string): boolean;
  /** The first place; null when there is none. */
  find(text: string): PatternMatch | null;
  /** Every place, left to right, without overlap. */
  findAll(text: string): PatternMatch[];
}

/** Throws an Error in words for what RE2 refuses: back references, look-around and broken syntax. */
export function compilePattern(source: string): Pattern {
  const compiled = compile(source);
  const groups = Object.keys(compiled.namedGroups());
  const matchAt = (matcher: ReturnType<RE2JS["matcher"]>): PatternMatch => ({
    start: matcher.start(),
    end: matcher.end(),
    text: matcher.group() ?? "",
    groups: Object.fromEntries(
      groups.flatMap((name) => {
        const text = matcher.group(name);
        return text === null ? [] : [[name, text]];
      }),
    ),
  });
  return {
    source,
    groups,
    test: (text) => compiled.test(text),
    covers: (text) => compiled.testExact(text),
    find: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? matchAt(matcher) : null;
    },
    findAll: (text) => {
      const matcher = compiled.matcher(text);
      const matches: PatternMatch[] = [];
      while (matcher.find()) matches.push(matchAt(matcher));
      return matches;
    },
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replace(/^error parsing regexp: /, ""));
  }
}

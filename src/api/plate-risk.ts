/** Why a plate should be looked at sooner than another: one table from what was found to a weight. */
import type { LampCode } from "../domain/lamp.ts";
import type { PlateReviewState } from "../pipeline/review/standing-signatures.ts";

/** Everything that the risk of a plate is made of. */
export interface RiskFacts {
  readonly state: PlateReviewState;
  readonly lampCode: LampCode;
  readonly quality: "pass" | "warn" | "fail" | "not-judged";
  readonly suspicions: number;
  readonly held: boolean;
  /** Said to lie as read, and the numbers fit another way clearly better. */
  readonly readAgainstNumbers: boolean;
  readonly classes: readonly string[];
  /** Comparisons whose class would be another one without the wells that stand out. */
  readonly fragile: number;
  readonly discordant: number;
  readonly masks: number;
  readonly readings: number;
  readonly chosen: boolean;
  readonly comments: number;
  readonly provisional: boolean;
}

interface RiskRule {
  readonly weight: number;
  /** A few words; null where it does not apply. */
  readonly words: (facts: RiskFacts) => string | null;
}

const counted = (count: number, one: string, more: string): string | null =>
  count === 0 ? null : count === 1 ? one : `${count} ${more}`;
const classed = (facts: RiskFacts, name: string): number =>
  facts.classes.filter((one) => one === name).length;

/**
 * Weights are for an order only. What may be false comes first (numbers that look made up, a plate that lay the wrong way
 * round), then what was signed and is not so any more, then what a treatment may be decided by, then what is doubtful in
 * it, then what only needs somebody's eye.
 */
export const RISK_RULES: readonly RiskRule[] = [
  {
    weight: 100,
    words: ({ suspicions }) =>
      counted(suspicions, "suspicious numbers", "reasons to suspect the numbers"),
  },
  { weight: 90, words: ({ held }) => (held ? "held: seems turned" : null) },
  {
    weight: 85,
    words: ({ readAgainstNumbers }) =>
      readAgainstNumbers ? "said to lie as read, against its numbers" : null,
  },
  { weight: 80, words: ({ state }) => (state === "changed" ? "signatures no longer hold" : null) },
  {
    weight: 60,
    words: (facts) => counted(classed(facts, "complete"), "complete flag", "complete flags"),
  },
  {
    weight: 50,
    words: (facts) =>
      counted(classed(facts, "antagonistic"), "antagonistic flag", "antagonistic flags"),
  },
  {
    weight: 45,
    words: (facts) => counted(classed(facts, "partial"), "partial flag", "partial flags"),
  },
  { weight: 40, words: ({ quality }) => (quality === "fail" ? "plate failed" : null) },
  {
    weight: 35,
    words: ({ fragile }) =>
      counted(fragile, "a verdict hangs on a suspect well", "verdicts hang on suspect wells"),
  },
  {
    weight: 30,
    words: ({ lampCode }) =>
      lampCode === "ORIENTATION_UNKNOWN" ? "may lie turned, cannot be told" : null,
  },
  {
    weight: 25,
    words: ({ discordant }) =>
      counted(discordant, "discordant duplicates", "pairs of discordant duplicates"),
  },
  {
    weight: 20,
    words: (facts) =>
      counted(classed(facts, "inconclusive"), "inconclusive arm", "inconclusive arms"),
  },
  {
    weight: 15,
    words: ({ masks }) => counted(masks, "well masked by a person", "wells masked by people"),
  },
  {
    weight: 12,
    words: ({ readings, chosen }) =>
      chosen ? "reading chosen by a person" : readings > 1 ? `read ${readings} times` : null,
  },
  { weight: 10, words: ({ quality }) => (quality === "warn" ? "passes with warnings" : null) },
  { weight: 8, words: ({ state }) => (state === "reviewed" ? "second signature missing" : null) },
  { weight: 5, words: ({ comments }) => counted(comments, "comment", "comments") },
  { weight: 2, words: ({ provisional }) => (provisional ? "provisional" : null) },
];

const DECIDED: readonly PlateReviewState[] = ["approved", "rejected", "repeat-asked"];

/**
 * The sum of the weights that apply, and why, heaviest first. A plate that nothing speaks against has 1 as long as
 * nobody has signed it; one that is decided on has 0 whatever was found, and so comes last.
 */
export function plateRisk(facts: RiskFacts): {
  readonly risk: number;
  readonly riskReasons: readonly string[];
} {
  const found = RISK_RULES.flatMap(({ weight, words }) => {
    const text = words(facts);
    return text === null ? [] : [{ weight, text }];
  });
  const sum = found.reduce((total, { weight }) => total + weight, 1);
  return {
    risk: DECIDED.includes(facts.state) ? 0 : sum,
    riskReasons: found.map(({ text }) => text),
  };
}

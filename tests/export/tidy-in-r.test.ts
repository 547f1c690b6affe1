import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluate, exported, mask, studyStore } from "./exported-study.ts";
import { runR, whyNoR } from "./run-r.ts";

interface Answer {
  readonly differences: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}

test.skipIf(whyNoR !== "")(
  `base R computes the same means and LC50 from the wells alone${whyNoR}`,
  async () => {
    const store = await studyStore("A", "E", "G");
    mask(store, "A-1", "C5", "bubble");
    evaluate(store, "A");
    const { folder } = exported(store, { formats: ["tidy"] });
    const { differences, counts } = runR(join(import.meta.dirname, "tidy.R"), folder) as Answer;
    for (const difference of Object.values(differences)) expect(difference).toBeLessThan(1e-9);
    expect(counts).toEqual({ survival: 240, mean: 120, lc50: 15 });
  },
);

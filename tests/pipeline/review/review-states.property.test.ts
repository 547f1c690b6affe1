/** Whatever people do in whatever order: what counts as approved is what two others have signed as it stands. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { plateRecord } from "../../../src/pipeline/review/plate-record.ts";
import type { Meaning, Signer } from "../../../src/pipeline/review/sign-rules.ts";
import { makersOf } from "../../../src/pipeline/review/sign-rules.ts";
import {
  holding,
  type PlateReviewState,
  signaturesOf,
} from "../../../src/pipeline/review/standing-signatures.ts";
import type { PaperBench } from "../paper-bench.ts";
import {
  analyse,
  DE_WIT,
  LIND,
  mask,
  plateOf,
  readAgain,
  refusalOf,
  reviewBench,
  revoke,
  sign,
  stateOf,
  VISSER,
} from "./review-bench.ts";

const PEOPLE = [VISSER, DE_WIT, LIND] as const;
const person = fc.constantFrom(...PEOPLE);
const meaning = fc.constantFrom<Meaning>(
  "approve",
  "approve",
  "approve",
  "reject",
  "ask for a repeat",
);

type Step =
  | { readonly kind: "sign"; readonly by: Signer; readonly meaning: Meaning }
  | { readonly kind: "revoke"; readonly by: Signer; readonly which: number }
  | { readonly kind: "mask"; readonly well: string }
  | { readonly kind: "choose"; readonly version: number }
  | { readonly kind: "re-read"; readonly by: Signer };

const signing = fc.record({ kind: fc.constant("sign"), by: person, meaning }) as fc.Arbitrary<Step>;
const others: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("revoke"), by: person, which: fc.nat(3) }),
  fc.record({ kind: fc.constant("mask"), well: fc.constantFrom("D4", "E5") }),
  fc.record({ kind: fc.constant("choose"), version: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("re-read"), by: person }),
) as fc.Arbitrary<Step>;
const steps = fc.array(
  fc.oneof({ weight: 3, arbitrary: signing }, { weight: 2, arbitrary: others }),
  {
    minLength: 4,
    maxLength: 12,
  },
);

/** What should be so, without a store: kept as simple as it can be said. */
interface Model {
  signed: { readonly personId: string; readonly meaning: Meaning; readonly id: string }[];
  everLapsed: boolean;
  masked: Set<string>;
  /** Who read each version. */
  readers: string[];
  counting: number;
}

function stateIn({ signed, everLapsed }: Model): PlateReviewState {
  if (signed.some((one) => one.meaning === "reject")) return "rejected";
  if (signed.some((one) => one.meaning === "ask for a repeat")) return "repeat-asked";
  if (signed.length >= 2) return "approved";
  if (signed.length === 1) return "reviewed";
  return everLapsed ? "changed" : "open";
}

function maySign(model: Model, by: Signer, what: Meaning): boolean {
  const state = stateIn(model);
  if (state === "rejected" || state === "repeat-asked") return false;
  if (model.signed.some(({ personId }) => personId === by.personId)) return false;
  if (what !== "approve") return true;
  return state !== "approved" && model.readers[model.counting - 1] !== by.name;
}

async function take(bench: PaperBench, model: Model, step: Step, at: number): Promise<void> {
  const { store } = bench;
  if (step.kind === "sign") {
    if (!maySign(model, step.by, step.meaning)) {
      await refusalOf(sign(store, step.by, { meaning: step.meaning }));
      return;
    }
    const { id } = await sign(store, step.by, { meaning: step.meaning });
    model.signed.push({ personId: step.by.personId, meaning: step.meaning, id });
    return;
  }
  if (step.kind === "revoke") {
    const one = model.signed[step.which];
    if (one === undefined) return;
    await revoke(store, step.by, one.id);
    model.signed = model.signed.filter(({ id }) => id !== one.id);
    return;
  }
  change(bench, model, step, at);
  if (step.kind === "re-read") {
    const minute = String(10 + at).padStart(2, "0");
    await readAgain(bench, `06/03/2026 15:${minute}:00`, step.by.name);
    model.readers.push(step.by.name);
    model.counting = model.readers.length;
    model.everLapsed ||= model.signed.length > 0;
    model.signed = [];
  }
}

function change({ store }: PaperBench, model: Model, step: Step, at: number): void {
  if (step.kind === "mask") {
    const isMasked = model.masked.delete(step.well);
    if (!isMasked) model.masked.add(step.well);
    mask(store, step.well, isMasked ? "unmask" : "mask");
    model.everLapsed ||= model.signed.length > 0;
    model.signed = [];
  }
  if (step.kind === "choose") {
    if (step.version > model.readers.length || step.version === model.counting) return;
    const said = { reason: `step ${at}`, by: "B. Visser", authorisedBy: null };
    chooseReading(store, { plate: plateOf(store), version: step.version, ...said });
    analyse(store);
    model.counting = step.version;
    model.everLapsed ||= model.signed.length > 0;
    model.signed = [];
  }
}

test("a plate is approved by two different persons' signatures on the record that stands, or not at all", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const bench = await reviewBench();
      const { store } = bench;
      const model: Model = {
        signed: [],
        everLapsed: false,
        masked: new Set(),
        readers: ["technician"],
        counting: 1,
      };
      for (const [at, step] of taken.entries()) {
        await take(bench, model, step, at);
        expect(stateOf(store)).toBe(stateIn(model));
        if (stateOf(store) !== "approved") continue;
        const plate = plateOf(store);
        const standing = holding(signaturesOf(store, plate));
        const { sha256 } = plateRecord(store, plate);
        expect(standing.map((one) => one.record_sha256)).toEqual(standing.map(() => sha256));
        expect(new Set(standing.map((one) => one.person_id)).size).toBeGreaterThanOrEqual(2);
        const makers = makersOf(store, plate);
        expect(standing.filter((one) => makers.includes(one.printed_name))).toEqual([]);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test("two approvals, a re-read by one of them: that one cannot approve any more, two others can", async () => {
  const bench = await reviewBench();
  const { store } = bench;
  await sign(store, VISSER);
  await sign(store, DE_WIT);
  await readAgain(bench, "06/03/2026 15:20:00", VISSER.name);
  expect(stateOf(store)).toBe("changed");
  expect(await refusalOf(sign(store, VISSER))).toBe("OWN_PLATE");
  await sign(store, DE_WIT);
  await sign(store, LIND);
  expect(stateOf(store)).toBe("approved");
});

import { describe, expect, test } from "vitest";
import { cohortSource } from "../../src/api/cohort-view.ts";
import type { CohortSource, CohortView } from "../../src/api/cohort-views.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { importAnnotations } from "../../src/pipeline/import-annotations.ts";
import { adoptConfiguration, settingsInUse } from "../../src/pipeline/settings-in-use.ts";
import type { Store } from "../../src/store/open-store.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import { freshStore } from "../store/fresh-store.ts";
import { serveFakes } from "./serve-fakes.ts";

function serverWith(cohort: CohortSource) {
  return serveFakes({ services: { cohort } });
}

async function filledStore(): Promise<Store> {
  const store = freshStore();
  await fillWithStudy(store);
  return store;
}

describe("GET /api/v1/cohort", () => {
  test("answers with matrix and associations, and takes the questions of the command", async () => {
    const app = serverWith(cohortSource(await filledStore()));
    const all = (await app.inject("/api/v1/cohort")).json<CohortView>();
    expect(all.samples.map(({ sample }) => sample)).toEqual(["A", "B", "C", "D", "E", "F", "G"]);
    expect(all.arms).toEqual(["trametinib", "sorafenib", "AS1517499", "crizotinib"]);
    expect(all.samples[0]).toMatchObject({
      lc50s: [{ plate: "A-1", class: "resistant", counts: true }],
    });
    const one = (
      await app.inject("/api/v1/cohort?against=ras_status&samples=A,B,D&all=true")
    ).json<CohortView>();
    expect(one.samples).toHaveLength(3);
    expect(one.annotations.map(({ name }) => name)).toEqual(["ras_status"]);
  });

  test("refuses questions that it does not know", async () => {
    const app = serverWith(cohortSource(freshStore()));
    for (const [query, status] of [
      ["against=nothing", 404],
      ["samples=Z", 404],
      ["all=perhaps", 400],
      ["other=1", 400],
    ] as const)
      expect((await app.inject(`/api/v1/cohort?${query}`)).statusCode).toBe(status);
  });

  test("of an empty bench has nothing in it", async () => {
    const app = serverWith(cohortSource(freshStore()));
    expect((await app.inject("/api/v1/cohort")).json<CohortView>()).toMatchObject({
      samples: [],
      associations: [],
      familySize: 0,
    });
  });
});

test("what is remembered of a sample is made anew when its analysis or its annotations change", async () => {
  const store = await filledStore();
  const source = cohortSource(store);
  const question = { against: null, samples: ["B"], allSamples: false };
  const before = await source.cohort(question);
  expect(await source.cohort(question)).toEqual(before);
  const imported = importAnnotations(store, {
    bytes: Buffer.from("sample,x,blasts_day4 [%]\nB,1,40\n"),
    fileName: "x.csv",
    source: null,
    by: "ann",
    allowUnknown: false,
  });
  for (const id of imported.changedSampleIds)
    evaluateSample(store, id, settingsInUse(store).settings);
  const after = await source.cohort(question);
  expect(after.annotations.map(({ name }) => name)).toContain("x");
  expect(before.samples[0]?.verdicts.map((one) => one.class)).toContain("complete");
  expect(after.samples[0]?.verdicts.map((one) => one.class)).toEqual(Array(4).fill("inconclusive"));
});

test("verdicts under other settings than those in use are said to be not comparable", async () => {
  const store = await filledStore();
  const source = cohortSource(store);
  const question = { against: null, samples: null, allSamples: false };
  const caveat = /^1 of 7 samples were analysed with other settings/;
  const rest = (await source.cohort(question)).caveats.filter((one) => caveat.test(one));
  expect(rest).toEqual([]);
  const sample = store.samples.byName("B");
  const { settings } = settingsInUse(store);
  adoptConfiguration(store, settings);
  evaluateSample(store, sample?.id ?? "", { ...settings, alpha: 0.04 });
  expect((await source.cohort(question)).caveats[0]).toMatch(caveat);
});

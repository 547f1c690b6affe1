import { expect, test } from "vitest";
import { analyseEverything } from "../../src/analysis/analyse-everything.ts";
import { formatNumber } from "../../src/analysis/explain-verdict.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { plateStatisticsView } from "../../src/api/plate-statistics-view.ts";
import { figure3Samples } from "../analysis/figure-3.ts";

test("robust forms and the farthest controls stand beside the plain figures, for information", () => {
  const [sample] = figure3Samples("automatic");
  if (sample === undefined) throw new Error("the study has no sample");
  const { plates, controls } = analyseEverything(sample, DEFAULT_SETTINGS);
  const [own] = controls;
  const statistics = plates[own?.plate ?? ""];
  if (own === undefined || statistics === undefined) throw new Error("nothing was analysed");
  const figures = plateStatisticsView(statistics, DEFAULT_SETTINGS, own);
  const shownOf = (key: string) => figures.find((figure) => figure.key === key)?.value;
  expect(shownOf("zPrimeRobust")).toBe(own.zPrimeRobust);
  expect(shownOf("ssmdRobust")).toBe(own.ssmdRobust);
  expect(shownOf("signalToNoise")).toBe(own.signalToNoise);
  expect(shownOf("farthestBlank")).toBe(own.farthestBlank?.G);
  const farthest = own.farthestUntreated;
  expect(figures.find(({ key }) => key === "farthestUntreated")?.label).toBe(
    `Farthest untreated well, ${farthest?.well}: P ${formatNumber(farthest?.p ?? null)} by Grubbs`,
  );
  expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
  const added = figures.filter(({ key }) => key in own);
  expect(added.map(({ verdict }) => verdict)).toEqual(new Array(5).fill("info"));
  expect(plateStatisticsView(statistics, DEFAULT_SETTINGS, null)).toHaveLength(figures.length - 5);
});

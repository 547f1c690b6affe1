/** Annotations and the cohort on the command line, on the shipped study. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adjustP } from "../../src/analysis/statistics/adjust-p.ts";
import type { CohortView } from "../../src/api/cohort-views.ts";
import { connect, openStore } from "../../src/store/open-store.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "platewarden-cohort-"));
const data = join(root, "data");
const EXAMPLE = join(import.meta.dirname, "../../docs/examples/annotations.csv");

beforeAll(async () => {
  const store = openStore(join(data, "platewarden.sqlite"));
  try {
    await fillWithStudy(store);
  } finally {
    store.close();
  }
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const on = (...args: string[]) => runCli(...args, "--data", data);
const json = async <T>(...args: string[]): Promise<T> =>
  (await jsonOf(...args, "--data", data)) as T;

function table(name: string, text: string): string {
  const file = join(root, name);
  writeFileSync(file, text);
  return file;
}

describe("the founding letter's finding, as a cohort", () => {
  test("stands there without any import: RAS status of the plan by trametinib", async () => {
    const view = await json<CohortView>("cohort");
    expect(view).toMatchObject({ countedSamples: 7, patients: 7 });
    expect(view.annotations.map(({ name, origin }) => [name, origin])).toEqual([
      ["ras_status", "record"],
      ["blasts_day4_percent", "record"],
    ]);
    const found = view.associations.find(
      (one) => one.arm === "trametinib" && one.outcome === "sensitised" && one.test === "fisher",
    );
    expect(found?.table).toEqual({
      rows: ["sensitised", "not sensitised"],
      columns: ["mutant", "wild type"],
      counts: [
        [2, 0],
        [1, 4],
      ],
    });
    // 1 / 7: three of seven are mutant, and the two sensitised are among them.
    expect(found?.p).toBeCloseTo(1 / 7, 12);
    expect(found?.sentences).toContain(
      "No result with groups of these sizes could have had P < 0.05.",
    );
  });

  test("is printed with counts, the warning about small numbers, and that it is no cause", async () => {
    const { code, out } = await on("cohort", "--against", "RAS status");
    expect(code).toBe(0);
    expect(out).toMatch(/^B +B +complete, grade A /m);
    expect(out).toMatch(
      /trametinib: sensitised +ras_status .*sensitised: mutant 2, wild type 0; not sensitised: mutant 1, wild type 4 .* 0\.143 .* abc$/m,
    );
    expect(out).toContain("a  Small numbers: a group has fewer than 5 samples.");
    expect(out).toContain("Association, not cause; assay results for review.");
    expect(out).toMatch(/over the \d P values shown/);
  });

  test("gives q over every comparison shown, and says over how many", async () => {
    const view = await json<CohortView>("cohort");
    const all = view.samples.flatMap(({ verdicts }) => verdicts);
    expect([all.length, view.studyFamilySize]).toEqual([28, 28]);
    const ps = all.map(({ interactionP }) => interactionP);
    expect(all.map(({ studyQ }) => studyQ)).toEqual(adjustP(ps, "BH"));
    const some = await json<CohortView>("cohort", "--samples", "B");
    expect(some.studyFamilySize).toBe(4);
    for (const { interactionQ, studyQ } of some.samples[0]?.verdicts ?? [])
      expect(studyQ).toBe(interactionQ);
    const { out } = await on("cohort");
    expect(out).toContain("q within the sample, and over the 28 comparisons shown:");
    expect(out.match(/^B +B-1 +trametinib +complete, grade A( +\S+){3}$/m)).not.toBeNull();
    expect(out).not.toMatch(/^B +B-1 +crizotinib/m);
  });

  test("of an annotation or sample that is none is an error", async () => {
    expect((await on("cohort", "--against", "ras_statu")).err).toContain(
      "Did you mean `ras_status`?",
    );
    expect((await on("cohort", "--samples", "Z")).err).toContain("SAMPLE_UNKNOWN");
  });

  test("may be of some samples", async () => {
    const view = await json<CohortView>("cohort", "--samples", "B", "D");
    expect(view.samples.map(({ sample }) => sample)).toEqual(["B", "D"]);
  });
});

describe("blasts of several samples", () => {
  test("are analysed sample by sample: one that cannot be is named, and keeps no other", async () => {
    const folder = join(root, "torn");
    const file = join(folder, "platewarden.sqlite");
    const store = openStore(file);
    await fillWithStudy(store);
    store.close();
    const db = connect(file);
    db.exec("DROP TRIGGER reading_fixed");
    db.exec(
      `UPDATE reading SET body = '{"planes": 1}' WHERE id IN (SELECT reading_id FROM plate_version v
         JOIN plate p ON p.id = v.plate_id WHERE p.barcode LIKE 'B%')`,
    );
    db.close();
    const blasts = table("low.csv", "sample,blasts_day4 [%]\nB,40\nC,40\n");
    const words = ["annotations", "import", blasts, "--by", "ann", "--data", folder];
    const { code, out } = await runCli(...words);
    expect(out).toMatch(/^sample B cannot be analysed, /m);
    expect(out).toContain("imported: 2 values of 2 samples");
    expect(code).toBe(1);
    const view = await jsonOf("cohort", "--samples", "C", "--data", folder);
    expect((view as CohortView).samples[0]?.verdicts.map(({ class: is }) => is)).toEqual(
      Array(4).fill("inconclusive"),
    );
  }, 60_000);
});

describe("annotations", () => {
  test("are tried, imported, listed, and stand in the cohort with their source", async () => {
    const tried = await on("annotations", "import", EXAMPLE, "--dry-run");
    expect([tried.code, tried.out]).toEqual([
      0,
      expect.stringContaining("would import: 55 values of 7 samples"),
    ]);
    expect(await json<unknown[]>("annotations", "imports")).toEqual([]);
    const { out } = await on(
      "annotations",
      "import",
      EXAMPLE,
      "--by",
      "ann",
      "--source",
      "panel 3",
    );
    expect(out).toContain("imported: 55 values of 7 samples (NRAS, KRAS,");
    expect((await on("annotations", "import", EXAMPLE, "--by", "ann")).out).toContain(
      "nothing changed",
    );
    expect(await json<unknown[]>("annotations", "imports")).toMatchObject([
      { file_name: "annotations.csv", source: "panel 3", by_name: "ann", value_count: 55 },
    ]);
    expect((await on("annotations", "list")).out).toMatch(
      /^KRAS +mutation +7 +present 3, absent 4$/m,
    );
    const view = await json<CohortView>("cohort", "--against", "KRAS");
    expect(view.annotations).toMatchObject([
      { name: "KRAS", type: "mutation", origin: "imported", samples: 7 },
    ]);
    const annotations = view.samples[0]?.annotations;
    expect(annotations?.find(({ name }) => name === "KRAS")).toMatchObject({
      text: "present, 41 % (G13D)",
      by: "ann",
    });
    expect(annotations?.find(({ name }) => name === "ras_pathway_mutated")).toMatchObject({
      text: "yes",
      origin: "derived",
      importId: null,
    });
  });

  test("with mistakes are refused, each with line and column", async () => {
    const file = table("bad.csv", "sample,x,blasts_day4\nA,1,120\nQ,high,90\nB,2,88\n");
    const { code, err, out } = await on("annotations", "import", file, "--by", "ann");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(
      `${file}:2: error: column “blasts_day4”: 120 % blasts is not between 0 and 100 (sample A).`,
    );
    expect(err).toContain(`${file}:3: error: column “x”: “high” of sample Q looks like a category`);
    expect(err).toContain(`${file}:3: error: column “sample”: there is no sample Q.`);
    expect(err).toContain("ANNOTATIONS_INVALID: bad.csv has 3 errors; nothing was imported.");
    expect((await on("annotations", "import", join(root, "none.csv"), "--by", "a")).err).toContain(
      "FILE_UNREADABLE",
    );
  });

  test("without a name of who imports are refused", async () => {
    const file = table("good.csv", "sample,z\nA,1\n");
    expect((await on("annotations", "import", file)).err).toContain(
      "The name of who imports is missing.",
    );
  });

  test("on blasts change verdicts, through the sample", async () => {
    const file = table("blasts.csv", "sample,blasts_day4 [%]\nC,40\n");
    const { out } = await on("annotations", "import", file, "--by", "ann");
    expect(out).toContain("blasts on day 4 of C");
    const view = await json<CohortView>("cohort", "--samples", "C");
    expect(view.samples[0]?.verdicts.map(({ class: is }) => is)).toEqual(
      Array(4).fill("inconclusive"),
    );
    expect(view.samples[0]?.lc50s).toMatchObject([{ counts: false }]);
    expect((await on("sample", "blasts", "C", "91", "--by", "ann")).code).toBe(0);
    const shown = await on("annotations", "show", "C");
    expect(shown.out).toContain(
      "Contradiction: sample C is annotated with 40 % blasts on day 4, 91 % are entered",
    );
  });

  test("are shown with their history, and can be withdrawn", async () => {
    const said = ["--reason", "mixed up", "--by", "ann"];
    expect((await on("annotations", "withdraw", "B", "relapsed", ...said)).out).toContain(
      "relapsed of sample B is withdrawn",
    );
    expect((await on("annotations", "show", "B")).out).not.toMatch(/^relapsed /m);
    const { out } = await on("annotations", "show", "B", "--history");
    expect(out).toMatch(/^relapsed +no +boolean +annotations\.csv:3 +panel 3 +ann /m);
    expect(out).toMatch(/^relapsed +withdrawn: mixed up /m);
    expect((await on("annotations", "withdraw", "B", "relapsed", ...said)).err).toContain(
      "ANNOTATION_UNKNOWN",
    );
    expect((await on("annotations", "show", "nobody")).err).toContain("SAMPLE_UNKNOWN");
  });

  test("of a sample to come are kept where that is asked for", async () => {
    const file = table("later.csv", "sample,later\nX-1,yes\n");
    const { out } = await on("annotations", "import", file, "--by", "ann", "--allow-unknown");
    expect(out).toContain("warning: column “sample”: there is no sample X-1.");
    expect((await on("annotations", "show", "X-1")).out).toMatch(/^later +yes /m);
    expect((await json<CohortView>("cohort")).samples.map(({ sample }) => sample)).not.toContain(
      "X-1",
    );
  });

  test("of many names are told by the first ones", async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `A,n${index},1`);
    const file = table("many.csv", `sample,name,value\n${names.join("\n")}\n`);
    const { out } = await on("annotations", "import", file, "--dry-run");
    expect(out).toContain("3000 values of 1 sample (n0, n1, n2,");
    expect(out).toContain("n9 and 2990 more);");
  });

  test("leave a database that proves itself", async () => {
    expect((await on("verify")).code).toBe(0);
  });
});

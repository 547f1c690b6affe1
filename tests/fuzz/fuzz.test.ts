/** The short version of `npm run fuzz`, what it has found before, and that no parser is left out of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportDialects } from "../../drivers/exports/index.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { ExportRefused } from "../../src/instrument/exports/contract.ts";
import { loadExportProfiles } from "../../src/instrument/exports/load-export-profile.ts";
import { readExport } from "../../src/instrument/exports/read-export.ts";
import { IMPORT_SOURCES } from "../../src/layout/import-layout.ts";
import { randomFrom } from "../chaos/random.ts";
import { allTargets } from "./all-targets.ts";
import { faultOf, fuzzPart, inputOf, minimise } from "./fuzz-part.ts";
import { chanceFrom, makeInput } from "./mutate.ts";
import type { FuzzTarget } from "./target.ts";

const SEED = 20150401;
const FOUND = join(import.meta.dirname, "../data/fuzz");
const targets = allTargets();

/** A busy machine may be slow; how long an input takes is measured by the long run. */
const isSlowness = (what: string): boolean => /^takes \d+ ms$/.test(what);

test.each(targets.map((target) => [target.name, target] as const))(
  "%s answers damaged input with sense",
  async (_name, target) => {
    const count = target.kind === "workbook" ? 15 : 150;
    const { findings, inputs } = await fuzzPart(target, { seed: SEED, from: 0, count });
    expect(inputs).toBe(count);
    expect(findings.map(({ what }) => what).filter((what) => !isSlowness(what))).toEqual([]);
  },
  30_000,
);

test.each(targets.map((target) => [target.name, target] as const))(
  "%s understands some of its real inputs, so that damages reach its inside",
  async (_name, target) => {
    const answers = await Promise.all(target.corpus().map((one) => target.run(one)));
    expect(answers.length).toBeGreaterThan(0);
    // Readers that only push, and requests of nobody, are understood by being answered at all.
    const wanted = /^profile astm-lis|^http requests|^request schemas/.test(target.name)
      ? /^(?:done|taken|refused)/
      : /^taken/;
    expect(answers.some((answer) => wanted.test(answer))).toBe(true);
  },
);

describe("what was found once", () => {
  const cases = existsSync(FOUND)
    ? readdirSync(FOUND).flatMap((target) =>
        readdirSync(join(FOUND, target)).map((name) => ({ target, name })),
      )
    : [];

  test.each(cases)("$target: $name", async ({ target, name }) => {
    const found = targets.find((one) => one.name === target);
    if (found === undefined) throw new Error(`no target ${target}`);
    const { what } = await faultOf(found, readFileSync(join(FOUND, target, name)), true);
    expect(what === null || isSlowness(what) ? null : what).toBeNull();
  });

  test("a line of very many values takes time in proportion to its length", async () => {
    const dialects = exportDialects(
      loadExportProfiles(join(import.meta.dirname, "../../drivers/exports/profiles")),
    );
    const timed = async (cells: number): Promise<number> => {
      const before = performance.now();
      await readExport(dialects, { name: "a.txt", bytes: Buffer.from("1,".repeat(cells)) });
      return performance.now() - before;
    };
    await timed(2_000);
    const [short, long] = [await timed(8_000), await timed(64_000)];
    // Eight times as long; in proportion to the square it would take sixty-four times.
    expect(long / short).toBeLessThan(40);
  });
});

describe("no parser is left out", () => {
  const names = targets.map(({ name }) => name);

  test("every driver, every shipped description of a reader, every importer of layouts", () => {
    const profiles = readdirSync(join(import.meta.dirname, "../../drivers/profiles"))
      .filter((name) => name.endsWith(".toml"))
      .map((name) => `profile ${name.replace(/\.toml$/, "")}`);
    const wanted = [
      ...DRIVERS.map(({ id }) => `driver ${id}`),
      ...profiles,
      ...IMPORT_SOURCES.map((source) => `layout of ${source}`),
    ];
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("the fuzzer itself", () => {
  const broken: FuzzTarget = {
    name: "a parser with a bug",
    kind: "text",
    corpus: () => [Buffer.from("one,two,three\nfour,five,six\n")],
    run: (bytes) => {
      if (bytes.includes("\0")) throw new TypeError("a bug");
      return `taken ${bytes.length}`;
    },
  };

  test("finds a bug, says with which input, and makes that small", async () => {
    const { findings } = await fuzzPart(broken, { seed: SEED, from: 0, count: 400 });
    const [first] = findings;
    if (first === undefined) throw new Error("nothing found");
    expect(first.what).toContain("a bug");
    expect(inputOf(broken, broken.corpus(), SEED, first.number)).toEqual(first.input);
    expect(await minimise(broken, first.input, first.what)).toEqual(Buffer.from("\0"));
  });

  test("sees an answer that is not the same twice", async () => {
    const answers = ["taken one", "taken two"];
    const moody: FuzzTarget = { ...broken, run: () => answers.shift() ?? "" };
    const { what } = await faultOf(moody, Buffer.from("x"), true);
    expect(what).toBe("gives another answer the second time");
  });

  test("sees what takes too long", async () => {
    const slow: FuzzTarget = {
      ...broken,
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve, 130));
        return "taken";
      },
    };
    expect((await faultOf(slow, Buffer.from("x"), false)).what).toMatch(/^takes \d+ ms$/);
  });

  test("makes the same inputs of the same seed, and others of another", () => {
    const corpus = broken.corpus();
    const input = (seed: number): Buffer => makeInput(chanceFrom(randomFrom(seed)), corpus);
    expect(input(7)).toEqual(input(7));
    const all = new Set(Array.from({ length: 200 }, (_, seed) => input(seed).toString("latin1")));
    expect(all.size).toBeGreaterThan(150);
  });
});

test("a refusal quotes a few words of the file, never a whole cell", () => {
  const { message } = new ExportRefused(
    "UNKNOWN_TOKEN",
    `“${"x".repeat(5000)}” is no value: mend it.`,
  );
  expect(message.length).toBeLessThan(200);
  expect(message).toMatch(/…” is no value: mend it\.$/);
});

/** Habits of single files: size, name, and what may not stand in them. */

import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import description from "../../package.json" with { type: "json" };
import { filesBelow, PRODUCT, ROOT, readText, TESTS } from "./source-files.ts";

const MOST_LINES = 500;
const LONG_LINES = 300;

/** Files that are long on purpose, and why. A further one is split, or comes here with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "src/api/views.ts": "the whole contract between server and pages, types only",
};

describe("size", () => {
  test("no source file is empty", () => {
    const empty = [...PRODUCT, ...TESTS].filter((file) => file.code.trim() === "");
    expect(empty.map((file) => file.path)).toEqual([]);
  });

  test(`no file of the product has more than ${MOST_LINES} lines`, () => {
    const long = PRODUCT.filter((file) => file.lines > MOST_LINES);
    expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  test(`files of more than ${LONG_LINES} lines are known, with the reason`, () => {
    const long = PRODUCT.filter((file) => file.lines > LONG_LINES);
    expect(long.map((file) => file.path).sort()).toEqual(Object.keys(LONG_FILES).sort());
  });
});

describe("names", () => {
  test("files are kebab-case", () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|property\.test|config))?\.(ts|tsx|js)$/;
    const odd = [...PRODUCT, ...TESTS].filter((file) => !kebab.test(basename(file.path)));
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  test("nothing is called by what it is too little to say", () => {
    const vague = /^(utils?|helpers?|misc|common|shared|lib|legacy|base|manager)\b/;
    const names = [...PRODUCT, ...TESTS].filter((file) => vague.test(basename(file.path)));
    expect(names.map((file) => file.path)).toEqual([]);
  });

  test("there are no barrels: the only indexes are the lists of drivers and of dialects", () => {
    const indexes = PRODUCT.filter((file) => /^index\.(ts|tsx|js)$/.test(basename(file.path)));
    expect(indexes.map((file) => file.path)).toEqual([
      "drivers/exports/index.ts",
      "drivers/index.ts",
    ]);
    const passingOn = PRODUCT.filter((file) => /^export\b[^;"]*?\bfrom "/m.test(file.code));
    expect(passingOn.map((file) => file.path)).toEqual([]);
  });
});

describe("what may not be written", () => {
  /** Looked for outside comments and quotes. */
  const inCode: readonly [string, RegExp][] = [
    ["the type any", /\b(as|is|extends)\s+any\b|[:<|,(]\s*any\b\s*[[\]>|,;)=]/],
    ["an enum", /^\s*(export\s+)?(const\s+)?enum\s/m],
    ["a namespace", /^\s*(export\s+)?(declare\s+)?namespace\s/m],
    ["a test that shuts out the others", /\.only\s*\(/],
    ["a debugger stop", /^\s*debugger\b/m],
  ];

  test.each(inCode)("%s", (_, pattern) => {
    const found = [...PRODUCT, ...TESTS].filter((file) => pattern.test(file.bareCode));
    expect(found.map((file) => file.path)).toEqual([]);
  });

  test("a comment that silences a check", () => {
    const silencing = new RegExp(
      ["@ts", "-(ignore|expect-error|nocheck)|", "biome", "-ignore"].join(""),
    );
    const found = [...PRODUCT, ...TESTS].filter((file) => silencing.test(file.text));
    expect(found.map((file) => file.path)).toEqual([]);
  });

  test("work put off, in a comment", () => {
    const putOff = new RegExp(["\\b(TO", "DO|FIX", "ME|XX", "X|HA", "CK)\\b"].join(""));
    const found = [...PRODUCT, ...TESTS].filter((file) => putOff.test(file.text));
    expect(found.map((file) => file.path)).toEqual([]);
  });
});

describe("what belongs to one machine", () => {
  const folders = ["src", "drivers", "tests", "docs", "plate-layouts", "systemd", ".ci"];
  const rootFiles = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(\.git\w+|.*\.(md|json|ts|toml))$/.test(entry.name))
    .map((entry) => entry.name);
  const texts = [...folders.flatMap(filesBelow), ...rootFiles].filter(
    (path) => !/\.(png|ico|woff2)$/.test(path),
  );

  test("no file names a folder of somebody's own", () => {
    const own = /(?<![\w.])\/(?:work|home|root|Users|mnt)\/[\w.-]+/;
    expect(texts.filter((path) => own.test(readText(path)))).toEqual([]);
  });

  test("no file names a package registry or a mirror of one", () => {
    const registry =
      /\b(?:registry|npm|mirror|artifactory|nexus)\.[a-z0-9.-]+\.[a-z]{2,}\b|"resolved"\s*:/i;
    expect(texts.filter((path) => registry.test(readText(path)))).toEqual([]);
  });
});

describe("package.json", () => {
  const wanted = Object.entries({
    ...description.dependencies,
    ...description.devDependencies,
    ...description.optionalDependencies,
  });

  test("names every version exactly", () => {
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test("brings the same Node 24 for each kind of machine", () => {
    const versions = new Set(Object.values(description.optionalDependencies));
    expect([...versions]).toEqual([expect.stringMatching(/^24\./)]);
  });
});

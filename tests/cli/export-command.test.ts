import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mask, studyStore } from "../export/exported-study.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "platewarden-export-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The data folder of a store that holds these samples of the study. */
async function dataOf(...samples: readonly string[]): Promise<string> {
  return dirname((await studyStore(...samples)).file);
}

describe("platewarden export", () => {
  test("writes files, prints their hashes, and refuses to write over them", async () => {
    const data = await dataOf("B", "G");
    const out = join(root, "twice");
    const words = ["export", "tidy", "drc", "--out", out, "--sample", "G", "--data", data];
    const first = await runCli(...words);
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).toMatch(/^wells\.csv +\d+ +[0-9a-f]{64}$/m);
    expect(first.out).toContain(`1 plate in 6 files, written to ${out} with manifest.json`);
    expect(readFileSync(join(out, "wells.csv"), "utf8")).not.toContain("B-1");
    const second = await runCli(...words);
    expect(second.code).toBe(1);
    expect(second.err).toContain("FILE_NOT_WRITTEN");
    expect(second.err).toContain("--force");
    expect((await runCli(...words, "--force")).code).toBe(0);
  });

  test("takes several plates and all formats, and prints JSON", async () => {
    const data = await dataOf("B", "G");
    const manifest = await jsonOf(
      ...["export", "all", "--out", join(root, "all"), "--data", data],
      ...["--plate", "B-1", "--plate", "G-1"],
    );
    expect(manifest).toMatchObject({ schema: "platewarden-export/1", analyses: [{}, {}] });
    const { files } = manifest as { files: { format: string }[] };
    expect(new Set(files.map((file) => file.format))).toEqual(
      new Set(["tidy", "parquet", "asm", "drc", "synergyfinder", "prism"]),
    );
  });

  test("names what a strict ASM leaves out", async () => {
    const data = await dataOf("C");
    const { out } = await runCli(
      "export",
      "asm",
      "--strict",
      "--out",
      join(root, "strict"),
      "--data",
      data,
    );
    expect(out).toMatch(/^left out of asm: plate C-1, measurement .*\/570 nm\/F1: .*range/m);
  });

  test("knows its formats, and wants to know where to", async () => {
    const data = await dataOf("B");
    const unknown = await runCli("export", "xls", "--out", root, "--data", data);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("synergyfinder")]);
    expect((await runCli("export", "tidy", "--data", data)).code).toBe(2);
  });

  test("says how to go on when something was not analysed yet", async () => {
    const store = await studyStore("B");
    mask(store, "B-1", "D5", "bubble");
    const { code, err } = await runCli(
      "export",
      "drc",
      "--out",
      join(root, "no"),
      "--data",
      dirname(store.file),
    );
    expect(code).toBe(1);
    expect(err).toContain("EXPORT_NOT_CURRENT: Sample B has changed since it was analysed");
  });
});

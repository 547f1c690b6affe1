/** `platewarden report` on a data folder. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { paperBench, readPlate } from "../pipeline/paper-bench.ts";
import { evaluate } from "../report/report-bench.ts";
import { freshFolder, freshStore } from "../store/fresh-store.ts";
import { jsonOf, runCli } from "./run-cli.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

/** A data folder with plate A-1 of sample A, and a place for a report. */
async function folderWithPlate() {
  const data = freshFolder();
  const store = freshStore(join(data, "platewarden.sqlite"));
  const bench = paperBench(store);
  const { plateId } = await readPlate(bench, { plate: "A-1", barcode: "A-1", sample: "A" });
  evaluate(store, "A");
  const out = join(freshFolder(), "report.pdf");
  return { data, out, plateId };
}

const isPdf = (file: string): boolean => readFileSync(file).subarray(0, 5).toString() === "%PDF-";

test("a plate by barcode and by id gives the same file, whose hash is printed", async () => {
  const { data, out, plateId } = await folderWithPlate();
  const byBarcode = await runCli("report", "plate", "A-1", "--out", out, "--data", data);
  expect([byBarcode.code, byBarcode.err]).toEqual([0, ""]);
  const bytes = readFileSync(out);
  expect(isPdf(out)).toBe(true);
  expect(byBarcode.out).toContain(sha256(bytes));
  const byId = ["report", "plate", plateId, "--out", out, "--force", "--data", data];
  expect(await jsonOf(...byId)).toEqual({
    file: out,
    bytes: bytes.length,
    sha256: sha256(bytes),
  });
});

test("a sample gives a file, and nothing else stays in the folder", async () => {
  const { data, out } = await folderWithPlate();
  const { code } = await runCli("report", "sample", "A", "--out", out, "--data", data);
  expect(code).toBe(0);
  expect(isPdf(out)).toBe(true);
  expect(readdirSync(join(out, ".."))).toEqual(["report.pdf"]);
});

test("a file that is there is replaced only when that is said", async () => {
  const { data, out } = await folderWithPlate();
  writeFileSync(out, "precious");
  const refused = await runCli("report", "plate", "A-1", "--out", out, "--data", data);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("FILE_NOT_WRITTEN");
  expect(refused.err).toContain("--force replaces it");
  expect(readFileSync(out, "utf8")).toBe("precious");
  const forced = await runCli("report", "plate", "A-1", "--out", out, "--force", "--data", data);
  expect(forced.code).toBe(0);
  expect(isPdf(out)).toBe(true);
});

test.each([
  [["plate", "no-such-plate"], "PLATE_UNKNOWN"],
  [["sample", "nobody"], "SAMPLE_UNKNOWN"],
])("%j is refused, and no file is made", async (words, code) => {
  const { data, out } = await folderWithPlate();
  const { code: exit, err } = await runCli("report", ...words, "--out", out, "--data", data);
  expect([exit, err]).toEqual([1, expect.stringContaining(code)]);
  expect(existsSync(out)).toBe(false);
});

test("a folder that is not there is said", async () => {
  const { data, out } = await folderWithPlate();
  const far = join(out, "..", "nowhere", "report.pdf");
  const { code, err } = await runCli("report", "plate", "A-1", "--out", far, "--data", data);
  expect(code).toBe(1);
  expect(err).toContain("there is no such file or folder");
});

test("without a place for the file nothing is done", async () => {
  const { data } = await folderWithPlate();
  const { code } = await runCli("report", "plate", "A-1", "--data", data);
  expect(code).toBe(2);
});

/** The qualification as a laboratory starts it: the real program, ports, faults, backup and proof. */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { writeProgramFiles } from "../../src/qualify/program-files.ts";
import type { Qualification } from "../../src/qualify/run-qualification.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { runProgram } from "./run-program.ts";

const PDFTOTEXT = "/usr/bin/pdftotext";

test("every check passes, and the report can be signed", async () => {
  const folder = freshFolder();
  const files = join(folder, "files.json");
  writeProgramFiles(files);
  const out = join(folder, "reports");
  const { code, err } = await runProgram("qualify", "--quick", "--out", out, "--files", files);
  expect(err.split("\n").filter((line) => line.startsWith("FAILED"))).toEqual([]);
  expect(code).toBe(0);
  const names = readdirSync(out).sort();
  expect(names).toEqual([
    expect.stringMatching(/^platewarden-qualification-\d{8}T\d{6}Z\.json$/),
    expect.stringMatching(/\.pdf$/),
  ]);
  const text = readFileSync(join(out, names[0] ?? ""), "utf8");
  const report = JSON.parse(text) as Qualification;
  expect(report.failed).toBe(0);
  expect(report.passed).toBeGreaterThan(35);
  if (!existsSync(PDFTOTEXT)) return;
  const paper = execFileSync(PDFTOTEXT, ["-layout", join(out, names[1] ?? ""), "-"]).toString();
  expect(paper).toContain(sha256(text));
  expect(paper).toMatch(/Performed by[\s\S]*Reviewed by[\s\S]*Approved by/);
  for (const { id } of report.checks) expect(paper).toContain(id);
  expect(paper).toMatch(/page 1 of \d/);
}, 180_000);

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { sha256 } from "../../domain/canonical.ts";
import { textTable } from "../../domain/text-table.ts";
import { ALL_CHECKS } from "../../qualify/all-checks.ts";
import { SHIPPED_NUMBERS } from "../../qualify/checks/reference-checks.ts";
import { PROGRAM_FILES } from "../../qualify/program-files.ts";
import { qualificationPaper } from "../../qualify/qualification-paper.ts";
import { type Qualification, runQualification } from "../../qualify/run-qualification.ts";
import { USUAL_CONFIG } from "../bench-folder.ts";
import { print } from "../output.ts";

interface QualifyOptions {
  readonly config?: string;
  readonly out: string;
  readonly quick?: boolean;
  readonly files: string;
  readonly json?: boolean;
}

interface WrittenReport {
  readonly pdf: string;
  readonly json: string;
}

/** Both forms of the report, named by the time of their making: an older one is never overwritten. */
async function writeReport(qualification: Qualification, folder: string): Promise<WrittenReport> {
  mkdirSync(folder, { recursive: true });
  const stamp = qualification.startedAtUtc.replace(/[-:]|\.\d+/g, "");
  const name = join(resolve(folder), `platewarden-qualification-${stamp}`);
  const text = `${JSON.stringify(qualification, null, 2)}\n`;
  const paper = await qualificationPaper(qualification, sha256(text));
  writeFileSync(`${name}.json`, text, { flag: "wx" });
  writeFileSync(`${name}.pdf`, paper, { flag: "wx" });
  return { pdf: `${name}.pdf`, json: `${name}.json` };
}

function summary(qualification: Qualification, { pdf, json }: WrittenReport): string {
  const rows = qualification.checks.map(({ id, title, passed, found }) => [
    id,
    passed ? "passed" : "FAILED",
    title,
    passed ? "" : found.slice(0, 120),
  ]);
  const { passed, failed } = qualification;
  return `${textTable(["check", "", "", ""], rows)}\n\n${passed} passed, ${failed} failed. The report to sign: ${pdf}\nThe same as data: ${json}`;
}

export function addQualifyCommand(program: Command): void {
  program
    .command("qualify")
    .description(
      "Check the installation and its operation (IQ/OQ) in a scratch folder, and write a report to sign (PDF and JSON). Installs nothing, touches neither data nor readers. Exit 1 if a check fails.",
    )
    .option(
      "--config <FILE>",
      `the laboratory's configuration, to be looked at (else ./${USUAL_CONFIG} if it is there)`,
    )
    .option("--out <FOLDER>", "where the report is written", ".")
    .option("--quick", "leave out what takes long")
    .option("--files <FILE>", "the list of program files made at installation", PROGRAM_FILES)
    .option("--json", "print the report as JSON")
    .action(async (options: QualifyOptions) => {
      const usual = existsSync(USUAL_CONFIG) ? USUAL_CONFIG : null;
      const qualification = await runQualification({
        checks: ALL_CHECKS,
        configFile: options.config ?? usual,
        programFiles: options.files,
        referenceFolder: SHIPPED_NUMBERS,
        quick: options.quick ?? false,
        onCheck: ({ id, title, passed }) =>
          void process.stderr.write(`${passed ? "passed" : "FAILED"}  ${id} ${title}\n`),
      });
      const written = await writeReport(qualification, options.out);
      print(options.json ?? false, { ...qualification, written }, () =>
        summary(qualification, written),
      );
      if (qualification.failed > 0) process.exitCode = 1;
    });
}

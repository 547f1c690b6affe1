import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { thisComputer } from "../../bench-tools/bench-computer.ts";
import { checkBench } from "../../bench-tools/check-bench.ts";
import { attention, broken, type CheckFinding, ok } from "../../bench-tools/check-finding.ts";
import { type Config, checkConfig, readConfigText } from "../../daemon/config.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { countProblems, renderProblems } from "../../layout/problem.ts";
import { USUAL_CONFIG } from "../bench-folder.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { print } from "../output.ts";

interface Configured {
  readonly finding: CheckFinding;
  readonly config: Config | null;
}

function readConfiguration(file: string): Configured {
  const check = "configuration";
  try {
    const { config, problems } = checkConfig(
      readConfigText(file),
      dirname(resolve(file)),
      KNOWN_DRIVERS,
    );
    if (config !== null) return { finding: ok(check, `${file} is fine.`), config };
    const sentence = `${file}: ${countProblems(problems)}.\n${renderProblems(problems, file)}`;
    return {
      finding: broken(check, sentence, "Mend the places that are named."),
      config: null,
    };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return { finding: broken(check, error.message, error.entry.remedy), config: null };
  }
}

function findConfiguration(named: string | undefined): Configured {
  if (named !== undefined || existsSync(USUAL_CONFIG))
    return readConfiguration(named ?? USUAL_CONFIG);
  const finding = attention(
    "configuration",
    `There is no ${USUAL_CONFIG} here and none was named, so only the program is looked at.`,
    "Name one with --config FILE, or write one with `npx platewarden config init`.",
  );
  return { finding, config: null };
}

const WIDTH = "attention".length;

function render(findings: readonly CheckFinding[]): string {
  const lines = findings.flatMap(({ state, sentence, remedy }) => [
    `${state.padEnd(WIDTH)}  ${sentence.replaceAll("\n", `\n${" ".repeat(WIDTH + 2)}`)}`,
    ...(remedy === null ? [] : [`${" ".repeat(WIDTH + 2)}→ ${remedy}`]),
  ]);
  const of = (state: string): number => findings.filter((one) => one.state === state).length;
  return [...lines, `${of("ok")} ok, ${of("attention")} to look at, ${of("broken")} broken`].join(
    "\n",
  );
}

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "Look over the whole installation and say how to mend what is wrong. Exit 1 if something is broken.",
    )
    .option("--config <FILE>", "the configuration (else ./platewarden.toml, if there is one)")
    .option("--json", "print JSON")
    .action(async (options: { config?: string; json?: boolean }) => {
      const { finding, config } = findConfiguration(options.config);
      const findings = [finding, ...(await checkBench(thisComputer(), config, new Date()))];
      const isBroken = findings.some(({ state }) => state === "broken");
      if (isBroken) process.exitCode = 1;
      print(options.json ?? false, { ok: !isBroken, findings }, () => render(findings));
    });
}

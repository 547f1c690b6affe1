import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { checkConfig, readConfigText } from "../../daemon/config.ts";
import { applyUpgrade } from "../../daemon/config-upgrade/apply-upgrade.ts";
import { lineDiff, renderDiff } from "../../daemon/config-upgrade/line-diff.ts";
import { type ConfigUpgrade, upgradeConfig } from "../../daemon/config-upgrade/upgrade-config.ts";
import { renderProblems } from "../../layout/problem.ts";
import { USUAL_CONFIG } from "../bench-folder.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { print } from "../output.ts";

interface UpgradeOptions {
  readonly config?: string;
  readonly apply?: boolean;
  readonly json?: boolean;
}

export function addConfigUpgrade(config: Command): void {
  config
    .command("upgrade")
    .description(
      "Show what has to change in a configuration of an older program; with --apply change it, and keep the old file beside it.",
    )
    .argument("[file]", "the configuration (else --config, else ./platewarden.toml)")
    .option("--config <FILE>", "the configuration, as other commands name it")
    .option("--apply", "write it; the old one is kept as FILE.before-N")
    .option("--json", "print JSON")
    .action((named: string | undefined, options: UpgradeOptions) =>
      upgrade(named ?? options.config ?? USUAL_CONFIG, options),
    );
}

function upgrade(file: string, options: UpgradeOptions): void {
  const before = readConfigText(file);
  const upgraded = upgradeConfig(before, file);
  const isNeeded = upgraded.steps.length > 0;
  const { from, to, text: after } = upgraded;
  const { problems } = checkConfig(after, dirname(resolve(file)), KNOWN_DRIVERS);
  const copy =
    isNeeded && options.apply === true ? applyUpgrade(file, { before, after, to }) : null;
  const told = {
    file,
    from,
    to,
    steps: upgraded.steps.map(({ title }) => title),
    changes: lineDiff(lines(before), lines(after)).filter(({ kind }) => kind !== "kept"),
    applied: copy !== null,
    copy,
    problems,
  };
  print(options.json ?? false, told, () =>
    [
      ...(isNeeded ? shown(before, upgraded) : [`${file} is of the present form; nothing to do.`]),
      ...(copy === null ? [] : [`${file} is written; the old one is kept as ${copy}.`]),
      ...(isNeeded && copy === null
        ? [`Nothing is written yet. To do so: platewarden config upgrade ${file} --apply`]
        : []),
      ...(problems.length === 0 ? [] : ["What is to be mended:", renderProblems(problems, file)]),
    ].join("\n"),
  );
}

/** A last line that is ended is no further empty one. */
function lines(text: string): string {
  return text.replace(/\r?\n$/, "");
}

function shown(before: string, { from, to, steps, text }: ConfigUpgrade): string[] {
  return [
    ...steps.map((step) => `platewarden-config/${step.from} → ${step.to}: ${step.title}`),
    `--- platewarden-config/${from}`,
    `+++ platewarden-config/${to}`,
    renderDiff(lineDiff(lines(before), lines(text))),
    "",
  ];
}

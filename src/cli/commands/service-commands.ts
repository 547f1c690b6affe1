/** `platewarden install` and `uninstall`: what they would do, and on demand doing it. */
import { lstatSync } from "node:fs";
import type { Command } from "commander";
import { PlatewardenError } from "../../domain/errors.ts";
import { CONFIG_FILE, inRoot } from "../../service/installed-paths.ts";
import { lookAtSystem } from "../../service/look-at-system.ts";
import { type ProgramSource, planInstall, type SystemState } from "../../service/plan-install.ts";
import { KEPT_FOLDERS, planUninstall } from "../../service/plan-uninstall.ts";
import type { ServiceStep } from "../../service/service-step.ts";
import { takeStep } from "../../service/take-step.ts";
import { ownProgram, requireRoot, requireSameProgram } from "../installed-service.ts";
import { print } from "../output.ts";
import { renderSteps } from "../render-steps.ts";
import { addUpgradeCommand } from "./upgrade-command.ts";

interface ServiceOptions {
  readonly root: string;
  readonly apply?: boolean;
  readonly json?: boolean;
}

function refuseOtherVersion({ version }: ProgramSource, { current, root }: SystemState): void {
  if (root !== "/" || current === null || current === version) return;
  throw new PlatewardenError(
    "UPGRADE_INSTEAD",
    `Version ${current} is installed and in use; this program is version ${version}.`,
  );
}

function follow(steps: readonly ServiceStep[], options: ServiceOptions, after: string): void {
  const { apply = false, json = false, root } = options;
  if (apply) for (const step of steps) takeStep(step, root);
  print(json, { applied: apply, root, steps }, () => {
    if (steps.length === 0) return "Nothing to do: it is all there already.";
    const shown = renderSteps(steps);
    return apply
      ? `${shown}\nDone.${after}`
      : `${shown}\nNothing has been changed. Add --apply to do it.`;
  });
}

const NEXT = ` Name your readers in ${CONFIG_FILE}, check it with \`sudo platewarden config check ${CONFIG_FILE}\`, then \`sudo systemctl start platewarden\`.`;

function install(options: ServiceOptions): void {
  const { apply = false } = options;
  const program = ownProgram();
  const state = lookAtSystem(options.root);
  refuseOtherVersion(program, state);
  requireSameProgram(program, state);
  if (apply) requireRoot("install");
  follow(planInstall(program, state), options, NEXT);
}

interface UninstallOptions extends ServiceOptions {
  readonly removeData: readonly string[];
}

function requireKept(folders: readonly string[]): readonly string[] {
  const other = folders.find((folder) => !KEPT_FOLDERS.some((kept) => kept === folder));
  if (other === undefined) return folders;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `${other} is none of the folders that may be removed: ${KEPT_FOLDERS.join(", ")}.`,
    { detail: { folder: other } },
  );
}

function uninstall(options: UninstallOptions): void {
  const data = requireKept(options.removeData);
  if (options.apply === true) requireRoot("uninstall");
  const state = lookAtSystem(options.root);
  const present = (path: string): boolean =>
    lstatSync(inRoot(options.root, path), { throwIfNoEntry: false }) !== undefined;
  const kept = KEPT_FOLDERS.filter((folder) => !data.includes(folder) && present(folder));
  const after = kept.length === 0 ? "" : ` Kept: ${kept.join(", ")}.`;
  follow(planUninstall(state, present, data), options, after);
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function serviceCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--root <DIR>", "work on the file tree of an image instead of this computer", "/")
    .option("--apply", "do it; without this it is only shown")
    .option("--json", "print JSON");
}

export function addServiceCommands(program: Command): void {
  serviceCommand(
    program,
    "install",
    "Install this program as a service of systemd: shows every step, with --apply takes them. Nothing is started.",
  ).action(install);
  addUpgradeCommand(program);
  serviceCommand(
    program,
    "uninstall",
    "Remove the service and its programs; data and configuration stay. Shows every step, with --apply takes them.",
  )
    .option(
      "--remove-data <FOLDER>",
      `remove this folder too, typed in full; may be repeated: ${KEPT_FOLDERS.join(", ")}`,
      collect,
      [],
    )
    .action(uninstall);
}

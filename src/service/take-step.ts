import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { copyProgram } from "./copy-program.ts";
import { inRoot } from "./installed-paths.ts";
import { mustRun } from "./run-command.ts";
import type { ServiceStep } from "./service-step.ts";

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The number of a group in the system's own list: an image has other ones than this computer. */
function groupNumber(root: string, name: string): number {
  const lines = readFileSync(inRoot(root, "/etc/group"), "utf8").split("\n");
  const number = Number(lines.find((line) => line.startsWith(`${name}:`))?.split(":")[2]);
  if (Number.isInteger(number)) return number;
  throw new PlatewardenError("SERVICE_STEP_FAILED", `There is no group ${name} in ${root}.`);
}

type Write = Extract<ServiceStep, { kind: "write" }>;

/** Written beside it and renamed: whoever reads it finds the old or the new one, whole. */
function writeWhole({ path, text, mode, group }: Write, root: string): void {
  const file = inRoot(root, path);
  const owner = process.getuid?.() === 0;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, text, { flag: "wx", mode, flush: true });
  chmodSync(`${file}.new`, mode);
  if (owner && group !== null) chownSync(`${file}.new`, 0, groupNumber(root, group));
  renameSync(`${file}.new`, file);
  syncFolder(dirname(file));
}

/** Links are switched by a rename as well: `current` leads somewhere at every moment. */
function switchLink(path: string, target: string, root: string): void {
  const link = inRoot(root, path);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(`${link}.new`, { force: true });
  symlinkSync(target, `${link}.new`);
  renameSync(`${link}.new`, link);
  syncFolder(dirname(link));
}

/** Takes one step in a system ("/" or the folder of an image). Throws SERVICE_STEP_FAILED or what the system says. */
export function takeStep(step: ServiceStep, root: string): void {
  switch (step.kind) {
    case "copy-program":
      copyProgram(step.from, inRoot(root, step.to), (folder) => {
        mustRun(["sync", "--file-system", folder]);
      });
      return;
    case "write":
      writeWhole(step, root);
      return;
    case "link":
      switchLink(step.path, step.target, root);
      return;
    case "remove":
      if (existsSync(inRoot(root, step.path))) {
        rmSync(inRoot(root, step.path), { recursive: true, force: true });
      } else rmSync(inRoot(root, step.path), { force: true });
      return;
    case "run":
      mustRun(step.argv);
      return;
  }
}

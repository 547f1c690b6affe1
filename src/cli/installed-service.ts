/** What the commands that install, upgrade and remove have in common. */
import { resolve } from "node:path";
import { initialConfig } from "../daemon/config.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { BACKUP_FOLDER, DATA_FOLDER, inRoot, programFolder } from "../service/installed-paths.ts";
import type { ProgramSource, SystemState } from "../service/plan-install.ts";
import { programHash, readProgram } from "../service/program-source.ts";

/** The folder of the program that runs this command. */
const OWN_FOLDER = resolve(import.meta.dirname, "../..");

/** The program that runs this command, as what is to be installed. Throws PROGRAM_NOT_WHOLE. */
export function ownProgram(): ProgramSource {
  return readProgram(OWN_FOLDER, initialConfig({ data: DATA_FOLDER, backups: BACKUP_FOLDER }));
}

/** Throws NEEDS_ROOT. */
export function requireRoot(command: string): void {
  if (process.getuid?.() === 0) return;
  throw new PlatewardenError(
    "NEEDS_ROOT",
    `\`platewarden ${command} --apply\` writes to the operating system, which this user may not.`,
  );
}

/** Throws VERSION_TAKEN when another program is installed under the same version. */
export function requireSameProgram(program: ProgramSource, state: SystemState): void {
  if (!state.versions.includes(program.version)) return;
  const installed = inRoot(state.root, programFolder(program.version));
  if (installed === program.folder || programHash(installed) === programHash(program.folder))
    return;
  throw new PlatewardenError(
    "VERSION_TAKEN",
    `${installed} holds another program of version ${program.version} than ${program.folder}.`,
    { detail: { installed, source: program.folder } },
  );
}

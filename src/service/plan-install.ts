import {
  CACHE_FOLDER,
  COMMAND,
  CONFIG_FILE,
  CURRENT,
  GROUP,
  programFolder,
  type Reader,
  SYSTEM_FILES,
  WANTED,
} from "./installed-paths.ts";
import type { ServiceStep } from "./service-step.ts";

/** The program that is to be installed. */
export interface ProgramSource {
  readonly folder: string;
  readonly version: string;
  /** Texts of the system files by their path in the program. */
  readonly systemFiles: ReadonlyMap<string, string>;
  /** What a configuration looks like that nobody has written yet. */
  readonly firstConfig: string;
}

/** What a system holds of an installation. */
export interface SystemState {
  /** "/" for this computer, else the folder of an image. */
  readonly root: string;
  /** Versions whose programs are there. */
  readonly versions: readonly string[];
  /** The version in use; null where none is. */
  readonly current: string | null;
  /** Texts of files by their path; null where there is none. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** The paths of what `systemctl enable` has linked. */
  readonly enabled: ReadonlySet<string>;
  readonly hasUser: boolean;
  /** Who has not read yet what stands there: an installation was cut off. */
  readonly unread: ReadonlySet<Reader>;
  /** False in a system that leaves its devices to another one, such as a container. */
  readonly runsUdev: boolean;
}

const USUAL_MODE = 0o644;
const PROGRAM_MODE = 0o755;
const CONFIG_MODE = 0o640;

/** The command for people: the installed program under its own Node, on the data of the service. */
export const COMMAND_TEXT = `#!/bin/sh
# Platewarden's commands; without --data or --config, and where no platewarden.toml lies, on the data of the service.
[ -e platewarden.toml ] || export PLATEWARDEN_DATA="\${PLATEWARDEN_DATA:-/var/lib/platewarden}"
# Compiled code is kept where the service keeps it: nobody else may load what that user can write.
[ "$(id -un)" != platewarden ] || export NODE_COMPILE_CACHE=${CACHE_FOLDER}
exec ${CURRENT}/node_modules/.bin/node ${CURRENT}/src/cli/launch.js "$@"
`;

type Write = Extract<ServiceStep, { kind: "write" }>;

function write(
  state: SystemState,
  path: string,
  text: string,
  rights: Pick<Write, "mode" | "group">,
): Write[] {
  const before = state.texts.get(path) ?? null;
  return before === text ? [] : [{ kind: "write", path, text, before, ...rights }];
}

/** Commands of systemd that work on an image name its folder. */
function onRoot(root: string): string[] {
  return root === "/" ? [] : [`--root=${root}`];
}

function tellReaders(state: SystemState, changed: ReadonlySet<Reader>): ServiceStep[] {
  const root = onRoot(state.root);
  const isLive = state.root === "/";
  const steps: ServiceStep[] = [];
  if (changed.has("sysusers") || !state.hasUser) {
    const argv = ["systemd-sysusers", ...root, "platewarden.conf"] as const;
    steps.push({ kind: "run", argv, to: "make the user platewarden" });
  }
  if (changed.has("tmpfiles")) {
    const argv = ["systemd-tmpfiles", ...root, "--create", "platewarden.conf"] as const;
    steps.push({ kind: "run", argv, to: "make the folders of configuration and backups" });
  }
  if (isLive && state.runsUdev && changed.has("udev")) {
    steps.push({
      kind: "run",
      argv: ["udevadm", "control", "--reload"],
      to: "read the names of adapters",
    });
    steps.push({
      kind: "run",
      argv: ["udevadm", "trigger", "--subsystem-match=tty"],
      to: "name the adapters that are plugged in",
    });
  }
  if (isLive && changed.has("systemd")) {
    steps.push({ kind: "run", argv: ["systemctl", "daemon-reload"], to: "read the units" });
  }
  return steps;
}

/** The system's files that differ from the program's, and who has to be told of it. */
export function planSystemFiles(program: ProgramSource, state: SystemState): ServiceStep[] {
  const rights = { mode: USUAL_MODE, group: null };
  const changed = new Set(state.unread);
  const writes = SYSTEM_FILES.flatMap(({ source, path, readBy }) => {
    const steps = write(state, path, program.systemFiles.get(source) ?? "", rights);
    if (steps.length > 0) changed.add(readBy);
    return steps;
  });
  return [...writes, ...tellReaders(state, changed)];
}

/** Puts the program beside those that are there. */
export function planProgram(program: ProgramSource, state: SystemState): ServiceStep[] {
  if (state.versions.includes(program.version)) return [];
  return [{ kind: "copy-program", from: program.folder, to: programFolder(program.version) }];
}

/** Makes a version the one in use. */
export function planSwitch(version: string, state: SystemState): ServiceStep[] {
  if (state.current === version) return [];
  const before = state.current === null ? null : programFolder(state.current);
  return [{ kind: "link", path: CURRENT, target: programFolder(version), before }];
}

/**
 * Every step from what a system holds to an installation of this program, in order; none when it is there already. The
 * configuration is written only where there is none, and nothing is started.
 */
export function planInstall(program: ProgramSource, state: SystemState): readonly ServiceStep[] {
  const config = state.texts.get(CONFIG_FILE) ?? null;
  return [
    ...planProgram(program, state),
    ...planSwitch(program.version, state),
    ...write(state, COMMAND, COMMAND_TEXT, { mode: PROGRAM_MODE, group: null }),
    ...planSystemFiles(program, state),
    ...(config === null
      ? write(state, CONFIG_FILE, program.firstConfig, { mode: CONFIG_MODE, group: GROUP })
      : []),
    ...Object.entries(WANTED).flatMap(([unit, link]): ServiceStep[] =>
      state.enabled.has(link)
        ? []
        : [
            {
              kind: "run",
              argv: ["systemctl", ...onRoot(state.root), "enable", unit],
              to: `have ${unit} started with the computer`,
            },
          ],
    ),
  ];
}

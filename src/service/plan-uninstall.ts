import { basename } from "node:path";
import {
  CACHE_FOLDER,
  COMMAND,
  CURRENT,
  PROGRAMS,
  programFolder,
  SERVICE,
  SYSTEM_FILES,
  TIMER,
  WANTED,
} from "./installed-paths.ts";
import type { SystemState } from "./plan-install.ts";
import type { ServiceStep } from "./service-step.ts";

/** Folders that hold what people and readers have made. */
export const KEPT_FOLDERS = ["/etc/platewarden", "/var/lib/platewarden"] as const;

/**
 * Every step to a system without the program, in order. Data, configuration, backups and the user they belong to stay;
 * of `data`, the folders whose loss a person has agreed to, nothing does.
 */
export function planUninstall(
  state: SystemState,
  present: (path: string) => boolean,
  data: readonly string[],
): readonly ServiceStep[] {
  const remove = (path: string, why: string): ServiceStep[] =>
    present(path) ? [{ kind: "remove", path, why }] : [];
  const isLive = state.root === "/";
  const enabled = [SERVICE, TIMER].filter((unit) => state.enabled.has(WANTED[unit] ?? ""));
  const units = SYSTEM_FILES.filter(({ path, readBy }) => readBy === "systemd" && present(path));
  const hasUnits = units.length > 0;
  const disable: ServiceStep[] = enabled.map((unit) => ({
    kind: "run",
    argv: isLive
      ? ["systemctl", "disable", "--now", unit]
      : ["systemctl", `--root=${state.root}`, "disable", unit],
    to: `stop ${unit} and not start it any more`,
  }));
  const stop: ServiceStep[] =
    isLive && hasUnits
      ? [
          {
            kind: "run",
            argv: ["systemctl", "stop", ...units.map(({ path }) => basename(path))],
            to: "end what still runs",
          },
        ]
      : [];
  const reload: ServiceStep[] =
    isLive && hasUnits
      ? [{ kind: "run", argv: ["systemctl", "daemon-reload"], to: "forget the units" }]
      : [];
  return [
    ...disable,
    ...stop,
    ...SYSTEM_FILES.flatMap(({ path }) => remove(path, "came with the program")),
    ...remove(COMMAND, "the command"),
    ...remove(CURRENT, "the link to the version in use"),
    ...state.versions.flatMap((version) => remove(programFolder(version), "a program")),
    ...remove(PROGRAMS, "the folder of the programs"),
    ...remove(CACHE_FOLDER, "compiled code, made anew when it is needed"),
    ...reload,
    ...data.flatMap((folder) => remove(folder, "its name was typed to have it removed")),
  ];
}

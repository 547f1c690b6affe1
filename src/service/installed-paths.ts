/** Where an installation keeps what, as docs/install.md tells it. */
import { join } from "node:path";

export const PROGRAMS = "/opt/platewarden";

/** The link to the version that is in use. */
export const CURRENT = `${PROGRAMS}/current`;

export const CONFIG_FOLDER = "/etc/platewarden";
export const SECRETS_FOLDER = `${CONFIG_FOLDER}/secrets`;
export const CONFIG_FILE = `${CONFIG_FOLDER}/platewarden.toml`;
export const DATA_FOLDER = "/var/lib/platewarden";
export const BACKUP_FOLDER = "/var/backups/platewarden";
export const CACHE_FOLDER = "/var/cache/platewarden";
export const COMMAND = "/usr/local/bin/platewarden";
export const GROUP = "platewarden";

export const SERVICE = "platewarden.service";
export const BACKUP_SERVICE = "platewarden-backup.service";
export const TIMER = "platewarden-backup.timer";
const UNITS = "/etc/systemd/system";
export const UNIT_FILE = `${UNITS}/${SERVICE}`;

/** Links that `systemctl enable` makes. */
export const WANTED: Readonly<Record<string, string>> = {
  [SERVICE]: `${UNITS}/multi-user.target.wants/${SERVICE}`,
  [TIMER]: `${UNITS}/timers.target.wants/${TIMER}`,
};

/** What has to be told when a file has changed. */
export type Reader = "sysusers" | "tmpfiles" | "udev" | "systemd";

export interface SystemFile {
  /** Below the folder of the program. */
  readonly source: string;
  readonly path: string;
  readonly readBy: Reader;
}

/** Files of the operating system that come with the program, in the order in which they are written. */
export const SYSTEM_FILES: readonly SystemFile[] = [
  {
    source: "systemd/sysusers.d/platewarden.conf",
    path: "/etc/sysusers.d/platewarden.conf",
    readBy: "sysusers",
  },
  {
    source: "systemd/tmpfiles.d/platewarden.conf",
    path: "/etc/tmpfiles.d/platewarden.conf",
    readBy: "tmpfiles",
  },
  {
    source: "systemd/udev/70-platewarden.rules",
    path: "/etc/udev/rules.d/70-platewarden.rules",
    readBy: "udev",
  },
  ...[SERVICE, BACKUP_SERVICE, TIMER].map((name) => ({
    source: `systemd/system/${name}`,
    path: `${UNITS}/${name}`,
    readBy: "systemd" as const,
  })),
];

export function programFolder(version: string): string {
  return `${PROGRAMS}/${version}`;
}

/** The same path in the file tree of an image; "/" is this computer. */
export function inRoot(root: string, path: string): string {
  return join(root, path);
}

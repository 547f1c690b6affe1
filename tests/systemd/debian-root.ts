/** A small Debian with systemd, made by debootstrap once and kept below the system's folder for temporary files. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const SOURCES = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];
const PACKAGES = "systemd,systemd-sysv,dbus,udev,libstdc++6,libseccomp2";
const NEEDED = ["debootstrap", "systemd-nspawn", "nsenter"];

const NO_MIRROR = "Nothing here says where Debian's packages come from.";

interface Mirror {
  readonly url: string;
  readonly suite: string;
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Where this computer itself gets its packages; null where that is no Debian. */
function mirrorOf(text: string): Mirror | null {
  const line = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/m.exec(text);
  const url = /^URIs:\s*(\S+)/m.exec(text)?.[1] ?? line?.[1];
  const suite = /^Suites:\s*(\S+)/m.exec(text)?.[1] ?? line?.[2];
  return url === undefined || suite === undefined || !/debian/.test(url) ? null : { url, suite };
}

function findMirror(): Mirror | null {
  const found = SOURCES.filter((file) => existsSync(file)).map((file) =>
    mirrorOf(readFileSync(file, "utf8")),
  );
  return found.find((mirror) => mirror !== null) ?? null;
}

/** Why no machine can be booted here, as a sentence; null when one can. */
export function whyNoMachine(): string | null {
  if (process.platform !== "linux") return "Machines are booted on Linux only.";
  if (process.getuid?.() !== 0) return "Only root can boot a machine with systemd-nspawn.";
  const missing = NEEDED.find((program) => !isInstalled(program));
  if (missing !== undefined) {
    return `${missing} is not installed (packages debootstrap and systemd-container).`;
  }
  return findMirror() === null ? NO_MIRROR : null;
}

/** The folder of the Debian, made when it is not there; it is copied, never booted itself. Else why it cannot be had. */
export function debianRoot(): { readonly folder: string } | { readonly why: string } {
  const mirror = findMirror();
  if (mirror === null) return { why: NO_MIRROR };
  const folder = join(tmpdir(), `platewarden-debian-${mirror.suite}`);
  if (existsSync(folder)) return { folder };
  const part = `${folder}.${process.pid}.part`;
  const words = ["--variant=minbase", `--include=${PACKAGES}`, mirror.suite, part, mirror.url];
  const made = spawnSync("debootstrap", words, { encoding: "utf8" });
  if (made.status !== 0) {
    rmSync(part, { recursive: true, force: true });
    const last = made.stdout.trim().split("\n").at(-1) ?? "";
    return { why: `debootstrap could not make a Debian: ${last}` };
  }
  renameSync(part, folder);
  return { folder };
}

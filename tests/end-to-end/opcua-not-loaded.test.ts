/** A bench without OPC UA readers never loads the OPC UA library: neither its daemon nor its commands. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LAUNCH } from "./run-program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "platewarden-loaded-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes every module that is resolved to a file, in the process that loads it. */
function writeHook(list: string): string {
  const hook = join(folder, "hook.mjs");
  writeFileSync(
    hook,
    `import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    appendFileSync(${JSON.stringify(list)}, found.url + "\\n");
    return found;
  },
});
`,
  );
  return pathToFileURL(hook).href;
}

/** Every module that the program has loaded when it ends, or prints its first line. */
async function loadedBy(words: readonly string[]): Promise<string[]> {
  const list = join(folder, `${words[0]}-${words.length}.txt`);
  const child = spawn(process.execPath, ["--import", writeHook(list), LAUNCH, ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGTERM"), 1000));
  await ended;
  return readFileSync(list, "utf8").split("\n");
}

function configured(reader: readonly string[]): string {
  const file = join(folder, "platewarden.toml");
  const lines = [
    'schema = "platewarden-config/2"',
    `data = ${JSON.stringify(join(folder, "data"))}`,
    "web = { port = 0 }",
    "[[reader]]",
    'id = "one"',
    ...reader,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

function fromLibrary(modules: readonly string[]): string[] {
  return modules.filter((url) => url.includes("node-opcua"));
}

test("a daemon of serial readers does not load it; one with a LADS reader does", async () => {
  const serial = configured(['driver = "bio-rad"', 'port = "tcp://127.0.0.1:9"']);
  const modules = await loadedBy(["daemon", "--config", serial]);
  expect(modules.length).toBeGreaterThan(100);
  expect(fromLibrary(modules)).toEqual([]);
  const lads = configured([
    'driver = "opcua-lads"',
    'port = "opc.tcp://127.0.0.1:9"',
    "[reader.options]",
    "anonymous = true",
  ]);
  const withLads = await loadedBy(["daemon", "--config", lads, "--json"]);
  expect(fromLibrary(withLads).length).toBeGreaterThan(0);
});

test("help and other commands do not load it", async () => {
  expect(fromLibrary(await loadedBy(["--help"]))).toEqual([]);
});

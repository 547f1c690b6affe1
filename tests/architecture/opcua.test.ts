/** The OPC UA library is large: it may be reached only over the one door that a configured reader opens. */
import { describe, expect, test } from "vitest";
import { ladsOptions } from "../../drivers/opcua-lads/options.ts";
import { codeSpans, tableRows } from "./markdown.ts";
import { PRODUCT, readText } from "./source-files.ts";

const LIBRARY = /^node-opcua/;
const HOMES = /^(src\/instrument\/opcua|drivers\/opcua-lads\/simulator)\//;

const byPath = new Map(PRODUCT.map((file) => [file.path, file]));

/** Files that are loaded with this one; an `import(…)` is a door that somebody opens later. */
function loadedWith(path: string): ReadonlySet<string> {
  const reached = new Set([path]);
  for (const one of reached) {
    const file = byPath.get(one);
    for (const { target, typeOnly, specifier } of file?.imports ?? []) {
      const isLater = file?.code.includes(`import("${specifier}")`);
      if (target !== null && !typeOnly && !isLater) reached.add(target);
    }
  }
  return reached;
}

function usesLibrary(path: string): boolean {
  const imports = byPath.get(path)?.imports ?? [];
  return imports.some(({ specifier, typeOnly }) => !typeOnly && LIBRARY.test(specifier));
}

describe("node-opcua", () => {
  test("is imported only by the client's folder and the simulator", () => {
    const users = PRODUCT.filter((file) =>
      file.imports.some(({ specifier }) => LIBRARY.test(specifier)),
    ).map((file) => file.path);
    expect(users.length).toBeGreaterThan(5);
    expect(users.filter((path) => !HOMES.test(path))).toEqual([]);
  });

  test("is not loaded with the commands, the daemon or the drivers", () => {
    for (const entry of ["src/cli/main.ts", "src/daemon/start-daemon.ts", "drivers/index.ts"]) {
      const loaded = [...loadedWith(entry)];
      expect(loaded.length).toBeGreaterThan(3);
      expect(loaded.filter(usesLibrary)).toEqual([]);
    }
    expect([...loadedWith("src/instrument/opcua/supervise-lads.ts")].some(usesLibrary)).toBe(true);
  });
});

test("the options of LADS readers are explained, each with its default, and no others", () => {
  const guide = readText("docs/driver-notes.md");
  const section = guide.split("\n## ").find((one) => one.includes("`opcua-lads`")) ?? "";
  const rows = tableRows(section, "option");
  const named = rows.flatMap(([name = ""]) => codeSpans(name));
  expect(named.sort()).toEqual(Object.keys(ladsOptions.shape).sort());
  const defaults = ladsOptions.parse({ anonymous: true });
  for (const [name = "", shown = ""] of rows) {
    const value = Object.entries(defaults).find(([key]) => name === `\`${key}\``)?.[1];
    if (typeof value === "number") expect(`${name} ${shown}`).toBe(`${name} ${value}`);
  }
});

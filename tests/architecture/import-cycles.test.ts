import { expect, test } from "vitest";
import { PRODUCT, TESTS } from "./source-files.ts";

type Graph = ReadonlyMap<string, readonly string[]>;

/** Imports that are left at run time; type-only ones cannot make a module wait for itself. */
const runtimeImports: Graph = new Map(
  [...PRODUCT, ...TESTS].map((file) => [
    file.path,
    file.imports.flatMap(({ target, typeOnly }) => (target === null || typeOnly ? [] : [target])),
  ]),
);

/** The first way found that leads back to where it began; null when there is none. */
function findCycle(graph: Graph): readonly string[] | null {
  const done = new Set<string>();
  function walk(path: string, way: readonly string[]): readonly string[] | null {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of graph.get(path) ?? []) {
      const cycle = walk(next, [...way, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  }
  for (const path of graph.keys()) {
    const cycle = walk(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

test("no file imports itself by a detour", () => {
  expect(findCycle(runtimeImports)).toBeNull();
});

test("a cycle would be found", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["d", ["b"]],
  ]);
  expect(findCycle(graph)).toEqual(["b", "d", "b"]);
});

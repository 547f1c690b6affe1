/** Who may import whom, as `docs/architecture.md` says it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import description from "../../package.json" with { type: "json" };
import { codeSpans, tableRows } from "./markdown.ts";
import { filesBelow, PRODUCT, ROOT, readText, type SourceFile } from "./source-files.ts";

const ARCHITECTURE = readText("docs/architecture.md");

interface Layer {
  readonly folder: string;
  readonly everything: boolean;
  readonly mayImport: readonly string[];
  readonly typesOf: readonly string[];
  readonly io: string;
}

const LAYERS: readonly Layer[] = tableRows(ARCHITECTURE, "folder").map(
  ([folder = "", , imports = "", io = ""]) => {
    const parts = imports.split(",").map((part) => part.trim());
    return {
      folder: codeSpans(folder)[0] ?? "",
      everything: parts.includes("everything"),
      mayImport: parts.filter((part) => part.startsWith("`")).flatMap(codeSpans),
      typesOf: parts.filter((part) => part.startsWith("types of")).flatMap(codeSpans),
      io,
    };
  },
);

const PACKAGE_PLACES: ReadonlyMap<string, readonly string[]> = new Map(
  tableRows(ARCHITECTURE, "package").flatMap(([names = "", places = ""]) =>
    codeSpans(names).map((name) => [name, codeSpans(places)] as const),
  ),
);

/** The layer a file is in, by the name it has in the table. */
function layerOf(path: string): string {
  if (/^drivers\/([^/]+\/)?simulator\//.test(path)) return "drivers/*/simulator";
  if (path.startsWith("drivers/")) return "drivers";
  return path.split("/").slice(0, 2).join("/");
}

function matches(path: string, names: readonly string[]): boolean {
  return names.includes(path) || names.includes(layerOf(path));
}

/** Ports and control lines that all simulators are built of. */
const SIMULATOR_PARTS = "drivers/simulator";

function driverOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Imports of a file that its layer does not allow. */
function trespasses(file: SourceFile, layer: Layer): string[] {
  return file.imports.flatMap(({ target, typeOnly }) => {
    if (target === null || !/\.tsx?$/.test(target)) return [];
    if (layerOf(target) === layer.folder || layer.everything) return [];
    if (matches(target, layer.mayImport)) return [];
    if (typeOnly && matches(target, layer.typesOf)) return [];
    return [`${file.path} imports ${target}${typeOnly ? " (types)" : ""}`];
  });
}

describe("layers", () => {
  test("the table names each folder of src once, drivers and their simulators", () => {
    const folders = new Set(PRODUCT.map((file) => layerOf(file.path)));
    expect(LAYERS.map((layer) => layer.folder).sort()).toEqual([...folders].sort());
  });

  test.each(LAYERS)("$folder imports what it may and nothing else", (layer) => {
    const files = PRODUCT.filter((file) => layerOf(file.path) === layer.folder);
    expect(files.flatMap((file) => trespasses(file, layer))).toEqual([]);
  });

  test.each(LAYERS)("$folder has use for what it may import", (layer) => {
    const files = PRODUCT.filter((file) => layerOf(file.path) === layer.folder);
    const targets = files.flatMap((file) => file.imports).flatMap(({ target }) => target ?? []);
    const idle = [...layer.mayImport, ...layer.typesOf].filter(
      (name) => !targets.some((target) => matches(target, [name])),
    );
    expect(idle).toEqual([]);
  });

  test("no driver imports another one", () => {
    const crossing = PRODUCT.filter((file) => /^drivers\/[^/]+\//.test(file.path)).flatMap((file) =>
      file.imports
        .filter(
          ({ target }) =>
            target?.startsWith("drivers/") &&
            ![driverOf(file.path), SIMULATOR_PARTS].includes(driverOf(target)),
        )
        .map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(crossing).toEqual([]);
  });

  test("every relative import names a file that is there", () => {
    const missing = PRODUCT.flatMap((file) =>
      file.imports
        .filter(({ target }) => target !== null && !existsSync(join(ROOT, target)))
        .map(({ specifier }) => `${file.path}: ${specifier}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("packages", () => {
  const uses = PRODUCT.flatMap((file) =>
    file.imports
      .filter(({ target, specifier }) => target === null && !specifier.startsWith("node:"))
      .map((one) => ({ file, name: packageOf(one.specifier), typeOnly: one.typeOnly })),
  );

  test("each is imported only where the table says", () => {
    const strays = uses
      .filter(({ file, name }) => !matches(file.path, PACKAGE_PLACES.get(name) ?? []))
      .map(({ file, name }) => `${file.path} imports ${name}`);
    expect(strays).toEqual([]);
  });

  test("each row of the table is in use", () => {
    const idle = [...PACKAGE_PLACES].flatMap(([name, places]) =>
      places
        .filter(
          (place) => !uses.some((use) => use.name === name && matches(use.file.path, [place])),
        )
        .map((place) => `${name} in ${place}`),
    );
    expect(idle).toEqual([]);
  });

  test("what runs at the bench is a dependency, not a tool for development", () => {
    const needed = uses.filter(
      ({ file, typeOnly }) => layerOf(file.path) !== "src/web" && !typeOnly,
    );
    const names = [...new Set(needed.map((use) => use.name))].sort();
    expect(names.filter((name) => !Object.hasOwn(description.dependencies, name))).toEqual([]);
    expect(Object.keys(description.dependencies).sort()).toEqual(names);
  });
});

describe("layers without I/O", () => {
  const pure = LAYERS.filter((layer) => layer.io === "no").map((layer) => layer.folder);
  const files = PRODUCT.filter((file) => pure.includes(layerOf(file.path)));

  test("there are the domain, the analysis and the drivers", () => {
    expect(pure).toEqual(expect.arrayContaining(["src/domain", "src/analysis", "drivers"]));
  });

  test("import nothing of Node but its hashes", () => {
    const builtins = files.flatMap((file) =>
      file.imports
        .filter(({ specifier }) => specifier.startsWith("node:") && specifier !== "node:crypto")
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    );
    expect(builtins).toEqual([]);
  });

  test("know no clock, chance, timer, promise or process", () => {
    const world =
      /\b(setTimeout|setInterval|setImmediate|Date\.now|new Date|Math\.random|performance\.now|Promise|async|await|process|fetch)\b/;
    const worldly = files.flatMap((file) => {
      const found = world.exec(file.bareCode);
      return found === null ? [] : [`${file.path}: ${found[0]}`];
    });
    expect(worldly).toEqual([]);
  });
});

test("what the pages import runs in a browser: nothing of Node behind it", () => {
  const byPath = new Map(PRODUCT.map((file) => [file.path, file]));
  const reached = new Set(
    filesBelow("src/web").filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".config.ts")),
  );
  for (const path of reached) {
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (target !== null && !typeOnly && byPath.has(target)) reached.add(target);
    }
  }
  const builtins = [...reached].flatMap((path) =>
    (byPath.get(path)?.imports ?? [])
      .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith("node:"))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  );
  expect(builtins).toEqual([]);
});

test("SQL is written in src/store alone", () => {
  const sql =
    /\b(SELECT\s[\s\S]*?\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|DELETE\s+FROM\s|UPDATE\s+\w+\s+SET\s|CREATE\s+(TABLE|INDEX|TRIGGER)\s|PRAGMA\s)/;
  const strays = PRODUCT.filter(
    (file) => !file.path.startsWith("src/store/") && sql.test(file.code),
  );
  expect(strays.map((file) => file.path)).toEqual([]);
  expect(PRODUCT.filter((file) => sql.test(file.code)).length).toBeGreaterThan(3);
});

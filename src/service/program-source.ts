/** The folder of a program: what of it is installed, and whether two are the same. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { PlatewardenError } from "../domain/errors.ts";
import { SYSTEM_FILES } from "./installed-paths.ts";
import type { ProgramSource } from "./plan-install.ts";

/** What a program is made of; tests and the tools of development are not. */
const PARTS = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "docs",
  "drivers",
  "package-lock.json",
  "package.json",
  "plate-layouts",
  "src",
  "systemd",
];

const description = z.looseObject({ name: z.literal("platewarden"), version: z.string() });
const lock = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The program in a folder. Throws PROGRAM_NOT_WHOLE when it is none, or one that was not made ready with `npm ci`. */
export function readProgram(folder: string, firstConfig: string): ProgramSource {
  const notWhole = (why: string): PlatewardenError =>
    new PlatewardenError("PROGRAM_NOT_WHOLE", `${folder} cannot be installed: ${why}.`, {
      detail: { folder },
    });
  if (!existsSync(join(folder, "package.json"))) throw notWhole("it holds no package.json");
  const parsed = description.safeParse(readJson(join(folder, "package.json")));
  if (!parsed.success) throw notWhole("its package.json is another program's");
  for (const needed of [...PARTS, "src/web/dist/index.html", "node_modules/.bin/node"]) {
    if (!existsSync(join(folder, needed))) throw notWhole(`there is no ${needed} in it`);
  }
  const texts = SYSTEM_FILES.map(
    ({ source }) => [source, readFileSync(join(folder, source), "utf8")] as const,
  );
  const { version } = parsed.data;
  return { folder, version, systemFiles: new Map(texts), firstConfig };
}

/** The paths below a program's folder that are installed: its parts, and the packages that it needs to run. */
export function installedParts(folder: string): readonly string[] {
  const { packages } = lock.parse(readJson(join(folder, "package-lock.json")));
  const needed = Object.entries(packages)
    .filter(([path, entry]) => path.startsWith("node_modules/") && entry.dev !== true)
    .map(([path]) => path)
    .filter((path) => existsSync(join(folder, path)));
  // A package in another package's folder comes along with that.
  const own = needed.filter((path) => path.lastIndexOf("node_modules/") === 0);
  return [...PARTS, ...own, "node_modules/.bin/node"];
}

/** What makes one program another: its packages follow from their lock. */
const TELLING = ["drivers", "package-lock.json", "package.json", "plate-layouts", "src", "systemd"];

function filesBelow(folder: string, part: string): string[] {
  if (!statSync(join(folder, part)).isDirectory()) return [part];
  return readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The same for two folders exactly when they hold the same program. */
export function programHash(folder: string): string {
  const hash = createHash("sha256");
  for (const path of TELLING.flatMap((part) => filesBelow(folder, part))) {
    const bytes = readFileSync(join(folder, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

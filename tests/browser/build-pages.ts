/** The pages as they are now, built once for all test files that show them. */
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");
/** Everything that a page can be made of; the layers of the project allow nothing else. */
const SOURCES = ["src/web/**/*", "src/domain/**/*", "src/api/**/*", "package-lock.json"];

function sha256OfSources(): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true, exclude: ["src/web/dist"] })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** The folder of the built pages; it stays, for the next test that asks. */
export async function buildPages(): Promise<string> {
  const kept = join(tmpdir(), "platewarden-pages-for-tests");
  const built = join(kept, sha256OfSources());
  if (existsSync(built)) return built;
  mkdirSync(kept, { recursive: true });
  const outDir = mkdtempSync(join(kept, "being-built-"));
  await build({
    configFile: join(ROOT, "src/web/vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
  // Another process may have been quicker: what it built is the same.
  try {
    renameSync(outDir, built);
  } catch (error) {
    if (!existsSync(built)) throw error;
    rmSync(outDir, { recursive: true, force: true });
  }
  return built;
}

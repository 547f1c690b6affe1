/** The packages that run at the bench, with their licences, as `package-lock.json` has them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** As the package states it; null when it states none. */
  readonly licence: string | null;
  /** Hash of what is installed, as the lock wants it. */
  readonly integrity: string | null;
  readonly hasInstallScript: boolean;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Everything but what only development and tests need. */
export function runtimePackages(): LockedPackage[] {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockEntry>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== "" && dev !== true && link !== true)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version ?? "",
      licence: entry.license ?? null,
      integrity: entry.integrity ?? null,
      hasInstallScript: entry.hasInstallScript ?? false,
    }));
}

/** Licences under which a package may be passed on with this program (MIT) without binding the rest of it. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 AND BSL-1.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

/** Packages whose description states no licence in the usual form, and what the text in them is. */
export const READ_LICENCES: Readonly<Record<string, string>> = {
  "dejavu-fonts-ttf": "Bitstream Vera and Arev: free to embed and pass on",
  dequeue: "BSD-2-Clause",
  humanize: "MIT",
  "png-js": "MIT",
  precond: "MIT",
};

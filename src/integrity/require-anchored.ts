import { existsSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import { anchorsFolder, keptFiles } from "./anchor-files.ts";

/**
 * A folder whose anchors tell of a database that is not there any more is no new folder: a file was deleted, or a disk
 * is not mounted. An empty database in its place would know none of the plates. Throws STORE_GONE.
 */
export function requireAnchored(dataFolder: string, databaseFile: string): void {
  if (existsSync(databaseFile)) return;
  const [known] = keptFiles(anchorsFolder(dataFolder), "anchors");
  if (known === undefined) return;
  throw new PlatewardenError(
    "STORE_GONE",
    `${databaseFile} is not there, but ${known} tells of it: plates were stored in it.`,
    { detail: { file: databaseFile } },
  );
}

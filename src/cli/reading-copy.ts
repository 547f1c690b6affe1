/** A database that is looked at and not changed, also where nothing beside it can be written. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { openStoreToRead, type Store } from "../store/open-store.ts";

export interface ReadingCopy {
  readonly store: Store;
  close(): void;
}

/** SQLite keeps files beside a database that it reads; where it cannot, a copy elsewhere says the same. */
function onCopy(file: string): ReadingCopy {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-reading-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(file));
    for (const end of ["", "-wal"]) {
      if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
    }
    const store = openStoreToRead(copy);
    return {
      store,
      close: () => {
        store.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Throws what `openStoreToRead` throws. */
export function readingCopy(file: string): ReadingCopy {
  try {
    const store = openStoreToRead(file);
    return { store, close: () => store.close() };
  } catch (error) {
    const isReadOnly = error instanceof PlatewardenError && error.code === "STORE_NOT_WRITABLE";
    if (!isReadOnly) throw error;
    return onCopy(file);
  }
}

import { type WatchedFolder, watchFolder } from "../instrument/watch-folder.ts";
import type { CaptureFiles } from "../pipeline/capture-files.ts";
import type { FolderConfig } from "./config.ts";

/** The folders of a configuration, each watched as soon as it is subscribed to. */
export function watchFolders(
  folders: readonly FolderConfig[],
  files: CaptureFiles,
): readonly WatchedFolder[] {
  return folders.map((folder) =>
    watchFolder({
      ...folder,
      port: files.portFor(folder.id),
      nowMs: () => performance.now(),
    }),
  );
}

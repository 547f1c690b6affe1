import type { Store } from "../store/open-store.ts";
import { type ExportFormat, exportFiles } from "./export-files.ts";
import { type ExportManifest, exportManifest, MANIFEST_FILE } from "./export-manifest.ts";
import { gatherPlates, type PlateSelection } from "./gather-plates.ts";
import { writeExport } from "./write-export.ts";

export interface ExportRequest extends PlateSelection {
  /** Each once. */
  readonly formats: readonly ExportFormat[];
  readonly folder: string;
  /** Replaces files that are there. */
  readonly force: boolean;
  /** Of ASM alone: what has no number is left out and told, instead of being there with its error. */
  readonly strict: boolean;
}

/**
 * Writes the plates of a selection in some formats below a folder, with a manifest that is written last. Throws what
 * `gatherPlates` throws, or FILE_NOT_WRITTEN; in either case nothing has been written.
 */
export function exportStore(store: Store, request: ExportRequest): ExportManifest {
  const { strict } = request;
  const plates = gatherPlates(store, request);
  const formats = request.formats.map((format) => exportFiles(format, plates, { strict }));
  const manifest = exportManifest(plates, formats, { exportedAtUtc: store.nowUtc(), strict });
  const files = [
    ...formats.flatMap((one) => one.files),
    { path: MANIFEST_FILE, content: `${JSON.stringify(manifest, null, 2)}\n` },
  ];
  writeExport(request.folder, files, request.force);
  return manifest;
}

import { type Command, InvalidArgumentError } from "commander";
import { counted } from "../../domain/counted.ts";
import { textTable } from "../../domain/text-table.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../export/export-files.ts";
import { type ExportManifest, MANIFEST_FILE } from "../../export/export-manifest.ts";
import { exportStore } from "../../export/export-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";

interface ExportCommandOptions extends BenchOptions {
  readonly out: string;
  readonly sample: readonly string[];
  readonly plate: readonly string[];
  readonly force?: boolean;
  readonly strict?: boolean;
}

/** Files named on the terminal; the manifest names all. */
const NAMED_LEFT_OUT = 10;

/** Every format named so far; `all` names each of them. */
function addFormat(word: string, before: readonly ExportFormat[] = []): readonly ExportFormat[] {
  const named = EXPORT_FORMATS.filter((format) => format === word || word === "all");
  if (named.length > 0) return [...new Set([...before, ...named])];
  throw new InvalidArgumentError(`It is one of ${EXPORT_FORMATS.join(", ")}, or all.`);
}

function addName(name: string, before: readonly string[]): readonly string[] {
  return [...before, name];
}

function renderLeftOut({ leftOut }: ExportManifest): readonly string[] {
  const shown = leftOut.slice(0, NAMED_LEFT_OUT);
  const more = leftOut.length - shown.length;
  return [
    ...shown.map(({ format, what, why }) => `left out of ${format}: ${what}: ${why}`),
    ...(more > 0 ? [`and ${more} more, in ${MANIFEST_FILE}`] : []),
  ];
}

function render(folder: string, manifest: ExportManifest): string {
  const plates = manifest.analyses.flatMap((analysis) => analysis.plates);
  const files = textTable(
    ["file", "bytes", "SHA-256"],
    manifest.files.map((file) => [file.path, String(file.bytes), file.sha256]),
  );
  const summary = `${counted(plates.length, "plate")} in ${counted(manifest.files.length, "file")}, written to ${folder} with ${MANIFEST_FILE}`;
  return [files, ...renderLeftOut(manifest), summary].join("\n");
}

export function addExportCommand(program: Command): void {
  benchCommand(
    program,
    "export",
    "Write results as files: tidy CSV, Parquet, ASM JSON, and the tables that R's drc, synergyfinder and Prism take.",
  )
    .argument("<format...>", `${EXPORT_FORMATS.join(", ")}, or all`, addFormat)
    .requiredOption("--out <DIR>", "the folder to write to; it is made where it is not there")
    .option("--sample <NAME>", "the plates of this sample; may be given again", addName, [])
    .option("--plate <BARCODE>", "this plate; may be given again", addName, [])
    .option("--strict", "ASM: leave out wells without a number instead of giving their error")
    .option("--force", "replace files that are there")
    .action((formats: readonly ExportFormat[], options: ExportCommandOptions) =>
      withStore(options, (store) => {
        const manifest = exportStore(store, {
          formats,
          folder: options.out,
          samples: options.sample,
          plates: options.plate,
          force: options.force ?? false,
          strict: options.strict ?? false,
        });
        print(options.json ?? false, manifest, () => render(options.out, manifest));
      }),
    );
}

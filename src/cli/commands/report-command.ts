/** Printable reports of a plate and of a sample. */
import type { Command } from "commander";
import { requirePlate } from "../../api/plate-view.ts";
import { sha256 } from "../../domain/canonical.ts";
import { plateReport, sampleReport } from "../../report/make-report.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";
import { refuseTakenFile, writeWholeFile } from "../write-whole-file.ts";

interface ReportOptions extends BenchOptions {
  readonly out: string;
  readonly force?: boolean;
}

function reportCommand(parent: Command, name: string, description: string): Command {
  return benchCommand(parent, name, description)
    .requiredOption("--out <FILE>", "the PDF file to write")
    .option("--force", "replace the file if it is there");
}

function writeReport(options: ReportOptions, bytes: Uint8Array): void {
  writeWholeFile(options.out, bytes, options.force ?? false);
  const written = { file: options.out, bytes: bytes.length, sha256: sha256(bytes) };
  print(options.json ?? false, written, () =>
    [`${written.file} written, ${written.bytes} bytes`, `SHA-256 ${written.sha256}`].join("\n"),
  );
}

export function addReportCommand(program: Command): void {
  const report = program.command("report").description("Write printable reports (PDF).");
  reportCommand(report, "plate", "Verdicts with reasons, curves, wells, quality and provenance.")
    .argument("<plate>", "plate id or barcode")
    .action((id: string, options: ReportOptions) =>
      withStore(options, async (store) => {
        const plate = requirePlate(store, id);
        refuseTakenFile(options.out, options.force ?? false);
        writeReport(options, await plateReport(store, plate));
      }),
    );
  reportCommand(report, "sample", "All plates of a sample, with every inhibitor over all of them.")
    .argument("<name>", "sample name")
    .action((name: string, options: ReportOptions) =>
      withStore(options, async (store) => {
        refuseTakenFile(options.out, options.force ?? false);
        writeReport(options, await sampleReport(store, name));
      }),
    );
}

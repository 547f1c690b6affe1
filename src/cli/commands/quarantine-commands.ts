import type { Command } from "commander";
import { noticeView, quarantineView } from "../../api/summary-views.ts";
import type { NoticeView, QuarantineView } from "../../api/views.ts";
import { textTable } from "../../domain/text-table.ts";
import { captureFiles, dismissDocument, requireQuarantined } from "../../pipeline/capture-files.ts";
import { evaluateSample } from "../../pipeline/evaluate-sample.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import {
  type BenchFolder,
  type BenchOptions,
  benchRequest,
  benchSettings,
  withStore,
} from "../bench-folder.ts";
import { exportImporter } from "../interpreters.ts";
import { print } from "../output.ts";
import { writeNewFile } from "../write-new-file.ts";

function waiting(store: Store): readonly QuarantineView[] {
  return store.documents.quarantined().map((row) => quarantineView(store, row));
}

function renderQuarantine(files: readonly QuarantineView[]): string {
  if (files.length === 0) return "Nothing is in quarantine.";
  return files
    .map((file) =>
      [
        `${file.documentSha256}  ${file.name} (${file.bytes} bytes, from ${file.sourceId}, ${file.arrivedAtUtc})`,
        `  ${file.code}: ${file.sentence}`,
      ].join("\n"),
    )
    .join("\n");
}

function renderNotices(notices: readonly NoticeView[]): string {
  if (notices.length === 0) return "No notices.";
  return textTable(
    ["since", "kind", ""],
    notices.map((notice) => [notice.raisedAtUtc, notice.kind, notice.sentence]),
  );
}

/** Whole hashes are long to type: the beginning does where it names but one file. */
function namedFile(store: Store, beginning: string): string {
  const found = waiting(store).filter((file) => file.documentSha256.startsWith(beginning));
  return found.length === 1 ? (found[0]?.documentSha256 ?? beginning) : beginning;
}

/** Reads files again in this process, beside the daemon; only the store is shared. */
async function retryFiles(
  store: Store,
  folder: BenchFolder,
  files: readonly string[],
  by: string,
): Promise<void> {
  const importer = exportImporter(folder.exportProfiles);
  const capture = captureFiles(
    {
      store,
      persist: async (work) => work(),
      importFile: importer.importFile,
      importerVersion: importer.version,
      request: benchRequest(folder),
    },
    (error) => process.stderr.write(`${String(error)}\n`),
  );
  const plates = new Set<string>();
  capture.captured$.subscribe(({ plateId }) => plateId !== null && plates.add(plateId));
  for (const file of files) await capture.retry(file, by);
  for (const plateId of plates) {
    const sampleId = store.plates.byId(plateId)?.sample_id;
    if (sampleId !== undefined) evaluateSample(store, sampleId, benchSettings(store));
  }
}

export function addQuarantineCommands(program: Command): void {
  const quarantine = program
    .command("quarantine")
    .description("Files that nobody understood; their bytes are kept.");
  benchCommand(quarantine, "list", "List what is in quarantine, and why.").action(
    (options: BenchOptions) =>
      withStore(options, (store) => {
        const files = waiting(store);
        print(options.json ?? false, files, () => renderQuarantine(files));
      }),
  );
  benchCommand(quarantine, "save", "Save the bytes of a file in quarantine, to look at them.")
    .argument("<file>", "SHA-256, or its beginning")
    .argument("<to>", "where to")
    .action((file: string, to: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const { document_sha256 } = requireQuarantined(store, namedFile(store, file));
        const bytes = store.documents.byHash(document_sha256)?.bytes ?? Buffer.alloc(0);
        writeNewFile(to, bytes);
        print(options.json ?? false, { file, to }, () => `saved to ${to}`);
      }),
    );
  benchCommand(
    quarantine,
    "retry",
    "Read files in quarantine again, e.g. after a profile was mended.",
  )
    .argument("[file]", "SHA-256, or its beginning; all without it")
    .requiredOption("--by <NAME>", "who tries again")
    .action((file: string | undefined, options: BenchOptions & { by: string }) =>
      withStore(options, async (store, folder) => {
        const files =
          file === undefined
            ? waiting(store).map((one) => one.documentSha256)
            : [namedFile(store, file)];
        await retryFiles(store, folder, files, options.by);
        const left = waiting(store);
        print(options.json ?? false, left, () => renderQuarantine(left));
      }),
    );
  benchCommand(quarantine, "dismiss", "Say that a file in quarantine is no plate's.")
    .argument("<file>", "SHA-256, or its beginning")
    .requiredOption("--reason <TEXT>", "why")
    .requiredOption("--by <NAME>", "who")
    .action((file: string, options: BenchOptions & { reason: string; by: string }) =>
      withStore(options, (store) => {
        dismissDocument(store, namedFile(store, file), options);
        const left = waiting(store);
        print(options.json ?? false, left, () => renderQuarantine(left));
      }),
    );
  benchCommand(
    program,
    "notices",
    "List what somebody should know of: planned plates that have not come.",
  ).action((options: BenchOptions) =>
    withStore(options, (store) => {
      const notices = store.notices.standing().map(noticeView);
      print(options.json ?? false, notices, () => renderNotices(notices));
    }),
  );
}

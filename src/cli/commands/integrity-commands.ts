/** Commands that prove what is stored, and that look after what proves it. */
import type { Command } from "commander";
import { databaseFile } from "../../daemon/config.ts";
import { counted } from "../../domain/counted.ts";
import { anchorRestore } from "../../integrity/anchor-restore.ts";
import { integrityKey, namedFingerprint, usualKeyFile } from "../../integrity/integrity-key.ts";
import { PROGRAM_VERSION } from "../../pipeline/program-version.ts";
import { type StoreVerification, verifyStore } from "../../pipeline/verify-store.ts";
import { holdFolder } from "../../store/hold-folder.ts";
import { openStore } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchFolder, type BenchOptions, benchFolder } from "../bench-folder.ts";
import { print } from "../output.ts";
import { readingCopy } from "../reading-copy.ts";

interface VerifyOptions extends BenchOptions {
  readonly quick?: boolean;
  readonly anchors: readonly string[];
  readonly key: readonly string[];
}

/** Null where there is none, where it is somebody else's to read, and where no configuration says which it is. */
function presentFingerprint(folder: BenchFolder): string | null {
  const file = folder.integrity === undefined ? null : keyFileOf(folder);
  try {
    return file === null ? null : integrityKey(file, false).public.fingerprint;
  } catch {
    return null;
  }
}

function summary(proof: StoreVerification): string {
  const verdicts =
    proof.verdictsComputed === null
      ? "no verdict computed again"
      : `${counted(proof.verdictsComputed, "sample")} computed again`;
  return [
    `${counted(proof.rowsChecked, "row")} and ${proof.hashesChecked} hashes checked`,
    verdicts,
    `compared with ${counted(proof.anchorsChecked, "anchor")} and ${counted(proof.digestsChecked, "digest")}`,
    counted(proof.findings.length, "finding"),
  ].join(", ");
}

/** Null where the configuration names a credential that only the service is given. */
function keyFileOf(folder: BenchFolder): string | null {
  const key = folder.integrity?.key ?? null;
  return key === null ? usualKeyFile(folder.dataFolder) : key.path;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function addVerify(program: Command): void {
  benchCommand(
    program,
    "verify",
    "Prove that what is stored is what was written, beside a daemon or without one: file, audit chain, every row of every table, hashes, verdicts, anchors. Changes nothing. Exit 1 if not.",
  )
    .option("--quick", "compute no verdict again")
    .option(
      "--anchors <FOLDER>",
      "a copy of the anchors, e.g. from another computer; may be given more than once",
      collect,
      [],
    )
    .option(
      "--key <KEY>",
      "fingerprint or file of the public key that digests must be signed with, as noted at installation; may be given more than once where it has changed",
      collect,
      [],
    )
    .action((options: VerifyOptions) => {
      const folder = benchFolder(options);
      const copies = [...(folder.integrity?.copyTo ?? []), ...options.anchors];
      const trusted = options.key.map(namedFingerprint);
      const copy = readingCopy(databaseFile(folder.dataFolder));
      try {
        const quick = options.quick ?? false;
        const proof = verifyStore(copy.store, {
          quick,
          copies,
          dataFolder: folder.dataFolder,
          anchorsRequired: true,
          keys: { trusted, present: presentFingerprint(folder) },
        });
        const { findings, notes } = proof;
        if (findings.length > 0) process.exitCode = 1;
        const { tables: _tables, ...told } = proof;
        print(options.json ?? false, { ...told, intact: findings.length === 0 }, () =>
          [...findings, ...notes.map((note) => `(${note})`), summary(proof)].join("\n"),
        );
      } finally {
        copy.close();
      }
    });
}

function addKey(integrity: Command): void {
  benchCommand(
    integrity,
    "key",
    "Show the public key that digests are signed with, and its fingerprint, to be kept elsewhere.",
  ).action((options: BenchOptions) => {
    const folder = benchFolder(options);
    const file = keyFileOf(folder) ?? usualKeyFile(folder.dataFolder);
    const { base64: publicKey, fingerprint } = integrityKey(file, false).public;
    print(options.json ?? false, { publicKey, fingerprint }, () =>
      [`fingerprint  ${fingerprint}`, `public key   ${publicKey}`].join("\n"),
    );
  });
}

function addRestored(integrity: Command): void {
  benchCommand(
    integrity,
    "restored",
    "Say that the database was put back to an earlier state by hand, and why, so that verify does not find it. The daemon must not run. Backups that are put back by this program say so by themselves.",
  )
    .requiredOption("--why <TEXT>", "why it was put back")
    .requiredOption("--by <NAME>", "who put it back")
    .action((options: BenchOptions & { readonly why: string; readonly by: string }) => {
      const { dataFolder } = benchFolder(options);
      const hold = holdFolder(dataFolder);
      const store = openStore(databaseFile(dataFolder), { mustExist: true });
      try {
        const seq = store.inTransaction(() =>
          store.journal.audit({
            atUtc: store.nowUtc(),
            actor: options.by,
            action: "store.restored",
            subject: "by hand",
            detail: { reason: options.why, through: "command" },
          }),
        );
        anchorRestore(store, { program: "command", programVersion: PROGRAM_VERSION });
        print(
          options.json ?? false,
          { auditSeq: seq },
          () => `Entry ${seq} of the audit trail says so, and new anchors are begun.`,
        );
      } finally {
        store.close();
        hold.release();
      }
    });
}

export function addIntegrityCommands(program: Command): void {
  addVerify(program);
  const integrity = program
    .command("integrity")
    .description("What proves beside the database that nothing was changed.");
  addKey(integrity);
  addRestored(integrity);
}

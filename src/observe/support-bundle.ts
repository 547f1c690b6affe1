/** What somebody far away needs to help, as one ZIP file, without patients, plates' names and people. */
import { arch, cpus, release, totalmem, type } from "node:os";
import { strToU8, zipSync } from "fflate";
import { sha256 } from "../domain/canonical.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import { maskConfig } from "./mask-config.ts";
import type { NameMask } from "./mask-names.ts";

const INCIDENTS_IN = 200;

export interface BundleParts {
  /** Null where there is no database of this version. */
  readonly store: Store | null;
  readonly mask: NameMask;
  readonly madeAtUtc: string;
  /** The configuration as data; null where none was named or it cannot be read. */
  readonly configuration: unknown;
  readonly doctor: unknown;
  /** Answers of the running daemon; null where none runs. */
  readonly health: unknown;
  readonly metrics: string | null;
  /** The last lines of the log; null where it is not in a file. */
  readonly log: string | null;
  /** Everything a reader and the daemon said to each other of late: plates' values are in it. Null unless asked for. */
  readonly transcripts: { readonly reader: string; readonly incident: unknown } | null;
}

export interface BundledFile {
  readonly name: string;
  /** What it is, for the manifest. */
  readonly about: string;
  readonly text: string;
}

function versions(): unknown {
  return {
    program: PROGRAM_VERSION,
    node: process.versions.node,
    system: `${type()} ${release()} ${arch()}`,
    processors: cpus().length,
    memoryBytes: totalmem(),
  };
}

/** Sentences of incidents, and how many notes each has: what people wrote stays here. */
function incidentsOf(store: Store): unknown {
  return store.incidents.newest(INCIDENTS_IN).map((row) => ({
    part: row.part,
    code: row.code,
    sentence: row.sentence,
    beganAtUtc: row.began_at_utc,
    endedAtUtc: row.ended_at_utc,
    endSentence: row.end_sentence,
    notes: store.incidents.notes(row.id).length,
  }));
}

/** Without sentences of folders: they name files that are not in the store, whose names nobody knows to replace. */
function withoutFileNames(health: unknown): unknown {
  if (typeof health !== "object" || health === null || !("parts" in health)) return health;
  const { parts } = health;
  if (!Array.isArray(parts)) return health;
  const quiet = parts.map((one: { part?: unknown }) =>
    String(one.part).startsWith("folder ") ? { ...one, sentence: null } : one,
  );
  return { ...health, parts: quiet };
}

/** Each line of the log is a value of its own; one that is none is taken as text. */
function maskLog(log: string, mask: NameMask): string {
  return log
    .split("\n")
    .map((line) => {
      try {
        return line.trim() === "" ? line : JSON.stringify(mask.value(JSON.parse(line)));
      } catch {
        return mask.text(line);
      }
    })
    .join("\n");
}

const NO_LOG = `The log of the daemon is not in a file of its own. Where it runs as a service, add it with

  journalctl -u platewarden.service --since -7d --output cat

and look through it first: barcodes stand in it as they are.
`;

/** The files in their order, masked. */
export function bundleFiles(parts: BundleParts): readonly BundledFile[] {
  const { store, mask } = parts;
  const json = (name: string, about: string, value: unknown): BundledFile => ({
    name,
    about,
    text: `${JSON.stringify(mask.value(value), null, 2)}\n`,
  });
  const files = [
    json("versions.json", "program and computer", versions()),
    json(
      "configuration.json",
      "the configuration without secrets, addresses and comments",
      maskConfig(parts.configuration),
    ),
    json("doctor.json", "what `platewarden doctor` found", parts.doctor),
    json(
      "health.json",
      "what the daemon says of itself; null: it does not run",
      withoutFileNames(parts.health),
    ),
  ];
  if (store !== null) {
    files.push(
      json("tables.json", "how many rows each table has", store.figures.rowCounts()),
      json(
        "audit-counts.json",
        "how many entries of the audit trail each action has",
        store.figures.auditCounts(),
      ),
      json("incidents.json", "what went wrong with the bench itself", incidentsOf(store)),
    );
  }
  if (parts.metrics !== null) {
    files.push({
      name: "metrics.txt",
      about: "numbers of the daemon",
      text: mask.text(parts.metrics),
    });
  }
  files.push(
    parts.log === null
      ? { name: "log.txt", about: "how to add the log", text: NO_LOG }
      : { name: "log.jsonl", about: "the last lines of the log", text: maskLog(parts.log, mask) },
  );
  if (parts.transcripts !== null) {
    const { reader, incident } = parts.transcripts;
    // As they are: another byte, and their hashes would not fit any more.
    files.push({
      name: `transcripts-${reader}.json`,
      about:
        "what a reader and the daemon said to each other, byte for byte: the values of plates, and barcodes where the reader tells them",
      text: `${JSON.stringify(incident)}\n`,
    });
  }
  return files;
}

/** The ZIP file, with a manifest in front that lists what is in it. */
export function supportBundle(parts: BundleParts): Uint8Array {
  const files = bundleFiles(parts);
  const manifest = {
    schema: "platewarden-support/1",
    madeAtUtc: parts.madeAtUtc,
    program: PROGRAM_VERSION,
    hidden:
      "Barcodes, samples, patients, people, badges, plans, tokens and file names are replaced by words like barcode-1a2b3c4d5e; the same name is the same word in every bundle of this bench. Secrets, addresses, comments, annotations and readings are left out.",
    transcripts: parts.transcripts !== null,
    files: files.map(({ name, about, text }) => ({
      name,
      about,
      bytes: Buffer.byteLength(text),
      sha256: sha256(text),
    })),
  };
  const entries = [
    ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`] as const,
    ...files.map(({ name, text }) => [name, text] as const),
  ];
  return zipSync(Object.fromEntries(entries.map(([name, text]) => [name, strToU8(text)])));
}

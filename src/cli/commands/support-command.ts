import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import type { Command } from "commander";
import { askDaemonState, commandHeaders, readAddress } from "../../bench-tools/ask-daemon.ts";
import { thisComputer } from "../../bench-tools/bench-computer.ts";
import { checkBench } from "../../bench-tools/check-bench.ts";
import { exportIncident } from "../../bench-tools/incident.ts";
import { requestDaemon } from "../../bench-tools/request-daemon.ts";
import { type Config, databaseFile, loadConfig, readConfigText } from "../../daemon/config.ts";
import { OWNER_ONLY, supportKeyFile } from "../../daemon/data-files.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { readToml } from "../../layout/toml-source.ts";
import { maskNames, type NamedThing } from "../../observe/mask-names.ts";
import { supportBundle } from "../../observe/support-bundle.ts";
import { openStoreToRead, type Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, benchFolder, USUAL_CONFIG } from "../bench-folder.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { print } from "../output.ts";
import { writeNewFile } from "../write-new-file.ts";

const KEY_BYTES = 32;
/** Some days of a busy bench. */
const LOG_BYTES = 2 * 1024 * 1024;
/** Before the newest conversation of the reader. */
const TRANSCRIPT_MINUTES = 30;
const ANSWER_WITHIN_MS = 5000;

interface SupportOptions extends BenchOptions {
  readonly out: string;
  readonly withTranscripts?: string;
}

/** The bench's own, made at the first bundle; one for this time alone where the folder cannot be written. */
function supportKey(dataFolder: string): string {
  const file = supportKeyFile(dataFolder);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const key = randomBytes(KEY_BYTES).toString("base64url");
  try {
    writeNewFile(file, `${key}\n`, OWNER_ONLY);
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
  }
  return key;
}

function* namesOf(store: Store | null): Generator<NamedThing> {
  const { username } = userInfo();
  yield { kind: "user", name: username };
  yield { kind: "computer", name: hostname() };
  if (store !== null) yield* store.privateNames.all();
}

function lastOfLog(file: string | null): string | null {
  if (file === null || !existsSync(file)) return null;
  const text = readFileSync(file, "utf8");
  if (text.length <= LOG_BYTES) return text;
  // From the next line on: half of one says nothing.
  return text.slice(text.indexOf("\n", text.length - LOG_BYTES) + 1);
}

function transcriptsOf(store: Store | null, reader: string | undefined) {
  if (reader === undefined || store === null) return null;
  const newest = store.transcripts.ofReader(reader).at(-1)?.opened_at_utc ?? store.nowUtc();
  const fromUtc = new Date(Date.parse(newest) - TRANSCRIPT_MINUTES * 60_000).toISOString();
  return { reader, incident: exportIncident(store, reader, { fromUtc, untilUtc: store.nowUtc() }) };
}

async function metricsOf(dataFolder: string): Promise<string | null> {
  const address = readAddress(dataFolder);
  if (address === null) return null;
  try {
    const headers = commandHeaders(address);
    const asked = { headers, withinMs: ANSWER_WITHIN_MS };
    const { status, text } = await requestDaemon(address, "/api/v1/metrics", asked);
    return status === 200 ? text : null;
  } catch {
    // A daemon that does not answer is told of beside.
    return null;
  }
}

interface Configured {
  readonly config: Config | null;
  readonly data: unknown;
}

/** A configuration that cannot be used is in the bundle all the same, and why stands in what doctor found. */
function configured({ config, data }: SupportOptions): Configured {
  const file = config ?? (data === undefined && existsSync(USUAL_CONFIG) ? USUAL_CONFIG : null);
  if (file === null) return { config: null, data: null };
  const toml = readToml(readConfigText(file));
  try {
    return { config: loadConfig(file, KNOWN_DRIVERS), data: toml.ok ? toml.source.data : null };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return { config: null, data: toml.ok ? toml.source.data : error.message };
  }
}

/** Null where there is none, or it cannot be read: doctor says why. A look does not upgrade it. */
function openPresent(dataFolder: string): Store | null {
  try {
    return openStoreToRead(databaseFile(dataFolder));
  } catch (error) {
    if (error instanceof PlatewardenError) return null;
    throw error;
  }
}

async function makeBundle(options: SupportOptions): Promise<Uint8Array> {
  const { config, data } = configured(options);
  const { dataFolder } = config ?? benchFolder(options);
  const now = new Date();
  const daemon = await askDaemonState(dataFolder);
  const doctor = await checkBench(thisComputer(), config, now);
  const metrics = await metricsOf(dataFolder);
  const store = openPresent(dataFolder);
  try {
    return supportBundle({
      store,
      mask: maskNames(namesOf(store), supportKey(dataFolder)),
      madeAtUtc: now.toISOString(),
      configuration: data,
      doctor,
      health: daemon.kind === "none" ? null : daemon,
      metrics,
      log: lastOfLog(config?.log?.file ?? null),
      transcripts: transcriptsOf(store, options.withTranscripts),
    });
  } finally {
    store?.close();
  }
}

export function addSupportCommand(program: Command): void {
  const support = program.command("support").description("What somebody far away needs to help.");
  benchCommand(
    support,
    "bundle",
    "Write a ZIP file of versions, configuration, health, log and counts, without patients, barcodes, people and secrets.",
  )
    .option("--out <FILE>", "the file", "platewarden-support.zip")
    .option(
      "--with-transcripts <READER>",
      "add the last bytes between this reader and the daemon; values of plates are in them",
    )
    .action(async (options: SupportOptions) => {
      const file = resolve(options.out);
      const bytes = await makeBundle(options);
      writeNewFile(file, bytes, OWNER_ONLY);
      print(
        options.json ?? false,
        { file, bytes: bytes.length, transcripts: options.withTranscripts ?? null },
        () =>
          `${file}: ${bytes.length} bytes. Its manifest.json says what is in it; look through it before you send it.`,
      );
    });
}

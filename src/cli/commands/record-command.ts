import { resolve } from "node:path";
import type { Command } from "commander";
import { exportIncident } from "../../bench-tools/incident.ts";
import {
  type LiveRecording,
  recordDialogue,
  recordPassively,
} from "../../bench-tools/record-live.ts";
import { portDrivers } from "../../bench-tools/require-driver.ts";
import { writeStoredGolden } from "../../bench-tools/stored-golden.ts";
import { DIALOGUES, type DialogueName } from "../../bench-tools/transcript-file.ts";
import { sha256 } from "../../domain/canonical.ts";
import { counted } from "../../domain/counted.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { driversFor } from "../interpreters.ts";
import { namedDriver } from "../named-driver.ts";
import { choice, count, instant, positive, wavelength } from "../option-values.ts";
import { print } from "../output.ts";
import { driverOptions, livePort, type PortOptions, withPortOptions } from "../port-options.ts";
import { writeNewFile } from "../write-new-file.ts";

interface RecordOptions extends BenchOptions, PortOptions {
  readonly driver?: string;
  readonly dialogue?: DialogueName;
  readonly seconds?: number;
  readonly measurementNm: number;
  readonly referenceNm: number | "none";
  readonly reader?: string;
  readonly lastMinutes?: number;
  readonly until?: Date;
  readonly transcript?: string;
  readonly out: string;
}

interface Written {
  readonly file: string;
  readonly sha256: string;
  readonly transcripts: number;
  readonly items: number;
  readonly remarks: readonly string[];
}

function write(file: string, text: string, rest: Omit<Written, "file" | "sha256">): Written {
  writeNewFile(file, text);
  return { file: resolve(file), sha256: sha256(text), ...rest };
}

function tell(written: Written, options: RecordOptions): void {
  const { file, transcripts, items, remarks } = written;
  print(options.json ?? false, written, () =>
    [
      `${file}: ${counted(transcripts, "transcript")}, ${counted(items, "item")}; sha256 ${written.sha256}`,
      ...remarks,
    ].join("\n"),
  );
}

function unexpectedRemark(unexpected: string | null): string[] {
  return unexpected === null ? [] : [`The file has no \`expected\`: ${unexpected}.`];
}

/** Ctrl-C ends the recording; what was heard until then is kept. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(interrupt.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

function record(spec: string, options: RecordOptions, command: Command): Promise<LiveRecording> {
  const driver = options.driver === undefined ? null : namedDriver(options.driver);
  const port = livePort(spec, options, driver);
  const told = driver === null ? {} : driverOptions(command, driver, options.option);
  const { dialogue } = options;
  return untilInterrupted((signal) => {
    if (driver !== null && dialogue !== undefined) {
      const { measurementNm } = options;
      const referenceNm = options.referenceNm === "none" ? null : options.referenceNm;
      const request = dialogue === "readPlate" ? { measurementNm, referenceNm } : null;
      return recordDialogue({ port, driver, dialogue, request, options: told, signal });
    }
    const forMs = (options.seconds ?? 60) * 1000;
    return recordPassively({ port, driver, forMs, options: told, signal });
  });
}

async function recordPort(spec: string, options: RecordOptions, command: Command): Promise<void> {
  if (options.dialogue !== undefined && options.driver === undefined)
    command.error("error: --dialogue needs --driver, which holds it");
  const recording = await record(spec, options, command);
  const { outcome } = recording;
  const remarks = [...recording.remarks, ...unexpectedRemark(recording.unexpected)];
  if (outcome !== null && outcome.kind !== "done") {
    process.exitCode = 1;
    remarks.unshift(`The dialogue ended as ${outcome.kind}${faultOf(outcome)}.`);
  }
  tell(
    write(options.out, recording.text, { transcripts: 1, items: recording.items.length, remarks }),
    options,
  );
}

function faultOf(outcome: NonNullable<LiveRecording["outcome"]>): string {
  if (outcome.kind === "fault") return ` ${outcome.fault.fault}: ${outcome.fault.message}`;
  if (outcome.kind === "lost") return `: ${outcome.reason}`;
  return outcome.kind === "bug" ? `: ${String(outcome.error)}` : "";
}

function recordIncident(readerId: string, options: RecordOptions): Promise<void> {
  const until = options.until ?? new Date();
  const from = new Date(until.getTime() - (options.lastMinutes ?? 10) * 60_000);
  return withStore(options, (store) => {
    const incident = exportIncident(store, readerId, {
      fromUtc: from.toISOString(),
      untilUtc: until.toISOString(),
    });
    const items = incident.transcripts.reduce((sum, one) => sum + one.items.length, 0);
    const openEnds = incident.transcripts.filter((one) => one.end === null).length;
    const remarks = openEnds === 0 ? [] : [`${counted(openEnds, "transcript")} without an end.`];
    const transcripts = incident.transcripts.length;
    const text = `${JSON.stringify(incident, null, 1)}\n`;
    tell(write(options.out, text, { transcripts, items, remarks }), options);
  });
}

function recordStored(id: string, options: RecordOptions): Promise<void> {
  return withStore(options, (store) => {
    const { text, items, unexpected } = writeStoredGolden(
      store,
      portDrivers(driversFor(store)),
      id,
    );
    const remarks = unexpectedRemark(unexpected);
    tell(write(options.out, text, { transcripts: 1, items, remarks }), options);
  });
}

export function addRecordCommand(program: Command): void {
  const command = benchCommand(
    program,
    "record",
    "Write what a reader says to a file: from a live port, or from the store after an incident.",
  )
    .requiredOption("--out <FILE>", "where to; it must not be there yet")
    .option("--reader <ID>", "from the store: everything said with this reader lately")
    .option("--last-minutes <N>", "how far back (10 without it)", count)
    .option("--until <TIME>", "the end of these minutes (now without it), as ISO 8601", instant)
    .option("--transcript <ID>", "from the store: this transcript, for a driver's folder")
    .option("--seconds <N>", "from a port: how long to listen (60 without it)", positive)
    .option("--driver <ID>", "from a port: the driver that understands it, or a profile file")
    .option(
      "--dialogue <NAME>",
      `from a port: what the driver is to say, one of ${DIALOGUES.join(", ")}; readPlate moves the carriage`,
      choice(DIALOGUES),
    )
    .option("--measurement-nm <N>", "of readPlate", wavelength, 570)
    .option("--reference-nm <N>", 'of readPlate, or "none"', referenceWavelength, 650);
  withPortOptions(command).action(async (options: RecordOptions) => {
    const { port, reader, transcript } = options;
    const sources = [port, reader, transcript].filter((source) => source !== undefined);
    if (sources.length !== 1)
      command.error("error: say one of --port, --reader and --transcript: where to record from");
    if (port !== undefined) await recordPort(port, options, command);
    else if (reader !== undefined) await recordIncident(reader, options);
    else if (transcript !== undefined) await recordStored(transcript, options);
  });
}

/** The word stays as it is: commander takes a null for an option without its value. */
function referenceWavelength(text: string): number | "none" {
  return text === "none" ? text : wavelength(text);
}

/** What every simulator does as a process: where it is plugged in, how quick it is, who commands it, when it ends. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { ZodType } from "zod";
import { throttle } from "./baud-throttle.ts";
import { type Emit, emitLine, listenForCommands } from "./control-lines.ts";
import type { HostPort } from "./host-port.ts";
import { openHostPort } from "./open-host-port.ts";

/** Options of the command line that all simulators have. */
const PLUG_OPTIONS = {
  pty: { type: "string" },
  tcp: { type: "string" },
  fast: { type: "boolean", default: false },
  "time-scale": { type: "string", default: "1" },
  "baud-throttle": { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
} as const;

export interface PlugValues {
  readonly pty?: string | undefined;
  readonly tcp?: string | undefined;
  readonly fast: boolean;
  readonly "time-scale": string;
  readonly "baud-throttle": boolean;
  readonly keep: boolean;
}

/** With `--fast`: nothing waits noticeably, and a read is still long enough to happen in between other things. */
const FAST_SCALE = 0.005;
const FAST_READ_MS = 30;

/** What a simulated reader is built on. */
export interface ReaderSurroundings {
  /** 1 is life speed. */
  readonly timeScale: number;
  /** How long a read takes whatever the time scale; null: as long as a real one, scaled. */
  readonly readMs: number | null;
  /** Puts bytes on the wire. */
  readonly write: (bytes: Buffer) => void;
  readonly emit: Emit;
}

export interface SimulatorParts<Reader, Command> {
  /** Of its usual line; bits of start, stop and parity counted. */
  readonly bytesPerSecond: number;
  readonly createReader: (surroundings: ReaderSurroundings) => Reader;
  readonly commands: ZodType<Command>;
  readonly carryOut: (
    command: Command,
    reader: Reader,
    port: HostPort,
  ) => Promise<Readonly<Record<string, unknown>>>;
}

/** The command line of a simulator: the options all of them have, and its own. Throws for any other. */
export function simulatorArguments<const Own extends ParseArgsOptionsConfig>(own: Own) {
  return parseArgs({ options: { ...PLUG_OPTIONS, ...own } }).values;
}

/**
 * Plugs the reader in, says where in an event `listening`, and obeys until its stdin closes (unless `--keep`) or it is
 * told to end. Rejects when the port cannot be had.
 */
export async function runSimulator<Reader extends { receive(bytes: Uint8Array): void }, Command>(
  values: PlugValues,
  parts: SimulatorParts<Reader, Command>,
): Promise<void> {
  const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
  const port = await openHostPort(values, (bytes) => reader.receive(bytes));
  const write = (bytes: Buffer): void => port.write(bytes);
  const reader = parts.createReader({
    timeScale,
    readMs: values.fast ? FAST_READ_MS : null,
    write: values["baud-throttle"] ? throttle(write, timeScale, parts.bytesPerSecond) : write,
    emit: emitLine,
  });
  const end = (): void => {
    port.close();
    process.exit();
  };
  listenForCommands(
    parts.commands,
    (command) => parts.carryOut(command, reader, port),
    () => {
      if (!values.keep) end();
    },
  );
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  emitLine({ event: "listening", spec: port.spec, ...port.listening });
}

/**
 * The one place that makes loggers. Every line is one JSON object; what it is about stands in fields of the same name
 * everywhere: `reader`, `plate` (id), `barcode`, `run`, `reading`, `analysis`, `request`.
 */
import { type DestinationStream, type Logger, pino } from "pino";
import { logFile } from "./log-file.ts";

export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Never written, wherever they stand: a mistake in a line must not give a secret away. */
const SECRETS = ["secret", "password", "pin", "token", "authorization", "cookie", "key"];

const REDACTED = SECRETS.flatMap((name) => [name, `*.${name}`]);

/** Priorities of syslog for pino's levels, as `sd-daemon(3)` wants them in front of a line. */
function priorityOf(level: number): number {
  if (level >= 60) return 2;
  if (level >= 50) return 3;
  if (level >= 40) return 4;
  return level >= 30 ? 6 : 7;
}

/** Puts the priority of each line before it, so that `journalctl -p warning` finds it. */
function withPriority(to: DestinationStream): DestinationStream {
  const stream = {
    // Has pino leave the level of each line in `lastLevel`.
    [Symbol.for("pino.metadata")]: true,
    lastLevel: 30,
    write: (line: string) => to.write(`<${priorityOf(stream.lastLevel)}>${line}`),
  };
  return stream;
}

export interface LoggerParts {
  readonly level: LogLevel | "silent";
  readonly to: DestinationStream;
  /** True where the journal of systemd takes what is written. */
  readonly forJournal?: boolean;
}

export function makeLogger({ level, to, forJournal = false }: LoggerParts): Logger {
  return pino(
    {
      level,
      // The journal knows process and computer.
      ...(forJournal ? { base: null } : {}),
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED, censor: "[not written]" },
    },
    forJournal ? withPriority(to) : to,
  );
}

/** True where what this process writes to standard error goes to the journal (`systemd.exec(5)`, `$JOURNAL_STREAM`). */
export function isForJournal(environment: NodeJS.ProcessEnv = process.env): boolean {
  return /^\d+:\d+$/.test(environment.JOURNAL_STREAM ?? "");
}

/** To standard error, because standard output says where the page is and nothing else, and to a file if one is named. */
export function daemonLogger(level: LogLevel, file: string | null): Logger {
  const standardError = pino.destination(2);
  // Whoever read it may have gone, or its disk is full.
  standardError.on("error", () => undefined);
  if (file === null) {
    return makeLogger({ level, to: standardError, forJournal: isForJournal() });
  }
  const inFile = logFile(file);
  const write = (line: string): void => {
    standardError.write(line);
    inFile.write(line);
  };
  return makeLogger({ level, to: { write } });
}

/** For a daemon whose words nobody wants, such as that of a played study. */
export function silentLogger(): Logger {
  return pino({ level: "silent" });
}

import { existsSync, renameSync, statSync } from "node:fs";
import { type DestinationStream, pino } from "pino";

/** About a month of a busy bench at level info. */
const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * A log in a file, made with its folder where there is none. When it has grown to 10 MiB it becomes `FILE.1`, in the
 * place of the one before. What cannot be written is lost: a log must keep no plate from being captured.
 */
export function logFile(path: string, largestBytes: number = LARGEST_BYTES): DestinationStream {
  const file = pino.destination({ dest: path, mkdir: true, append: true, sync: true });
  file.on("error", () => undefined);
  let bytes = existsSync(path) ? statSync(path).size : 0;

  function turnOver(): void {
    try {
      renameSync(path, `${path}.1`);
      file.reopen();
    } catch {
      // Somebody else moved it, or the disk is read-only: it is tried again after as many bytes.
    }
    bytes = 0;
  }

  return {
    write: (line) => {
      file.write(line);
      bytes += Buffer.byteLength(line);
      if (bytes > largestBytes) turnOver();
    },
  };
}

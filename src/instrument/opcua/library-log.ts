/** The OPC UA library prints to standard output by default; here its words go to the log, a few at a time. */
import { setDebugLogger, setErrorLogger, setTraceLogger, setWarningLogger } from "node-opcua-debug";

/** Where lines of this folder and of the library go; nowhere when nothing is given. */
export type OpcuaLog = (line: string) => void;

/** Lines let through in a window; the others are counted and told of at the next one. */
const LINES_A_WINDOW = 5;
const WINDOW_MS = 60_000;
const LONGEST_LINE = 500;

let receiver: OpcuaLog = () => undefined;
let redirected = false;

/** Redirects the library's diagnostics of the whole process to `log`; the last one given counts. */
export function redirectLibraryLog(log: OpcuaLog | undefined): void {
  if (log !== undefined) receiver = log;
  if (redirected) return;
  redirected = true;
  const quiet = rateLimited((line) => receiver(line), LINES_A_WINDOW, WINDOW_MS);
  const toLog = (...parts: unknown[]): void => {
    const line = parts.map(String).join(" ").replaceAll(/\s+/g, " ").trim();
    if (line !== "") quiet(line.slice(0, LONGEST_LINE));
  };
  setWarningLogger(toLog);
  setErrorLogger(toLog);
  setDebugLogger(() => undefined);
  setTraceLogger(() => undefined);
}

/** Passes on `most` lines a window, and once it is over how many more there were. */
export function rateLimited(
  log: OpcuaLog,
  most: number,
  windowMs: number,
  nowMs: () => number = () => performance.now(),
): OpcuaLog {
  let windowBeganMs = Number.NEGATIVE_INFINITY;
  let passed = 0;
  let heldBack = 0;
  return (line) => {
    if (nowMs() - windowBeganMs >= windowMs) {
      if (heldBack > 0) log(`${heldBack} further lines of the OPC UA library were left out`);
      windowBeganMs = nowMs();
      passed = 0;
      heldBack = 0;
    }
    if (passed >= most) {
      heldBack += 1;
      return;
    }
    passed += 1;
    log(line);
  };
}

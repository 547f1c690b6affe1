import { execFile } from "node:child_process";

/** Longer than PID 1 is ever busy; a message is tried again with the next one. */
const TOLD_WITHIN_MS = 5000;

/** What started this process and wants to know how it is (sd_notify(3)). */
export interface ServiceManager {
  /** How often it wants to hear that this process is alive, in milliseconds; null when it does not watch. */
  readonly watchdogMs: number | null;
  /** Sends assignments such as `READY=1`, all together. Rejects when they cannot be sent. */
  tell(...assignments: readonly string[]): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What stands in WATCHDOG_USEC, when it is meant for this process (sd_watchdog_enabled(3)). */
function watchdogMs(environment: Environment, pid: number): number | null {
  const { WATCHDOG_USEC: usec, WATCHDOG_PID: meant } = environment;
  if (meant !== undefined && Number(meant) !== pid) return null;
  const ms = Number(usec) / 1000;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** One line a value: a line end would begin another assignment. */
function oneLine(assignment: string): string {
  return assignment.replace(/\s+/g, " ").trim();
}

/**
 * The service manager of this process; null where none listens (no NOTIFY_SOCKET). Messages go out through
 * `systemd-notify`, because Node has no datagram sockets of the Unix family; it waits until they are taken.
 */
export function serviceManager(
  environment: Environment = process.env,
  pid: number = process.pid,
): ServiceManager | null {
  const socket = environment.NOTIFY_SOCKET;
  if (socket === undefined || socket === "") return null;
  return {
    watchdogMs: watchdogMs(environment, pid),
    tell: (...assignments) =>
      new Promise((resolve, reject) => {
        const env = { PATH: environment.PATH, NOTIFY_SOCKET: socket };
        execFile(
          "systemd-notify",
          assignments.map(oneLine),
          { env, timeout: TOLD_WITHIN_MS },
          (error) => (error === null ? resolve() : reject(error)),
        );
      }),
  };
}

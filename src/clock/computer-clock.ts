/** The clocks of this computer: the one people set, and those that nobody can. */
import { readFileSync, readlinkSync } from "node:fs";
import { uptime } from "node:os";
import { zoneOffsetMin } from "./zone-offset.ts";

export interface ClockParts {
  /** Of the day, as milliseconds since 1970. */
  readonly wallMs: () => number;
  /** One that nobody can set, in milliseconds of this process; it may stand while the computer sleeps. */
  readonly steadyMs: () => number;
  /** One that nobody can set and that goes on in sleep, in milliseconds; null where the system has none. */
  readonly sinceBootMs?: () => number | null;
  /** The name of the time zone, e.g. `Europe/Amsterdam`. */
  readonly zone?: () => string;
}

/** The times of one moment. */
export interface ClockReading {
  readonly wallMs: number;
  readonly steadyMs: number;
  readonly sinceBootMs: number | null;
  readonly zone: string;
  /** What local time is ahead of UTC, in minutes. */
  readonly utcOffsetMin: number;
}

export const COMPUTER: ClockParts = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  // Elsewhere Node tells it by the wall clock, or leaves sleep out.
  sinceBootMs: () => (process.platform === "linux" ? uptime() * 1000 : null),
  zone: systemZone,
};

/** As the system has it now: a process goes on in the zone it was started in. */
function systemZone(): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (process.env.TZ !== undefined || process.platform === "win32") return own;
  try {
    const [, name] = readlinkSync("/etc/localtime").split("zoneinfo/");
    return name ?? own;
  } catch {
    return own;
  }
}

export function readClocks(parts: ClockParts): ClockReading {
  const wallMs = parts.wallMs();
  const zone = parts.zone?.() ?? "UTC";
  return {
    wallMs,
    steadyMs: parts.steadyMs(),
    sinceBootMs: parts.sinceBootMs?.() ?? null,
    zone,
    utcOffsetMin: zoneOffsetMin(zone, wallMs) ?? 0,
  };
}

/** Which start of the computer this is; null where the system does not tell (Linux alone does). */
export function bootId(): string | null {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return null;
  }
}

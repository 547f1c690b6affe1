/** What the system says of its own synchronisation. Nothing is asked of the network. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

export interface TimeSync {
  /** Null where the system does not tell. */
  readonly isSynchronised: boolean | null;
  /** How far the clock is off by its own account, in ms; null where it does not tell. */
  readonly offsetMs: number | null;
  /** Who told it: `chronyc`, `timedatectl`, `systemd-timesyncd`; null when nobody did. */
  readonly toldBy: string | null;
}

/** Runs a program and gives its output; throws where it is not there, fails, or takes too long. */
export type Ask = (program: string, args: readonly string[]) => Promise<string>;

const LONGEST_MS = 2_000;
const execute = promisify(execFile);

const askProgram: Ask = async (program, args) => {
  const { stdout } = await execute(program, [...args], {
    timeout: LONGEST_MS,
    env: { ...process.env, LC_ALL: "C" },
  });
  return stdout;
};

const UNKNOWN: TimeSync = { isSynchronised: null, offsetMs: null, toldBy: null };
/** The service of systemd touches it whenever it has set the clock, in every start of the computer anew. */
const TIMESYNCD = "/run/systemd/timesync/synchronized";

/** Asks chrony, then systemd, then what systemd leaves behind; takes a few seconds at most and never throws. */
export async function timeSync(
  ask: Ask = askProgram,
  exists: (path: string) => boolean = existsSync,
): Promise<TimeSync> {
  const told =
    (await answer(ask, "chronyc", ["-c", "-n", "tracking"], readChrony)) ??
    (await answer(
      ask,
      "timedatectl",
      ["show", "--property=NTPSynchronized", "--value"],
      readSystemd,
    ));
  if (told !== null) return told;
  return exists(TIMESYNCD)
    ? { isSynchronised: true, offsetMs: null, toldBy: "systemd-timesyncd" }
    : UNKNOWN;
}

async function answer(
  ask: Ask,
  program: string,
  args: readonly string[],
  read: (text: string) => TimeSync | null,
): Promise<TimeSync | null> {
  try {
    return read(await ask(program, args));
  } catch {
    return null;
  }
}

/** One line of `chronyc -c tracking`: the fifth field is the offset in seconds, the last the leap status. */
function readChrony(text: string): TimeSync | null {
  const fields = text.trim().split(",");
  const seconds = Number(fields[4]);
  const leap = fields.at(-1);
  if (fields.length < 14 || leap === undefined) return null;
  const isSynchronised = leap !== "Not synchronised";
  const isKnown = isSynchronised && Number.isFinite(seconds);
  return { isSynchronised, offsetMs: isKnown ? seconds * 1000 : null, toldBy: "chronyc" };
}

function readSystemd(text: string): TimeSync | null {
  const word = text.trim();
  if (word !== "yes" && word !== "no") return null;
  return { isSynchronised: word === "yes", offsetMs: null, toldBy: "timedatectl" };
}

/** Whether the daemon of a data folder runs, and what it says of itself. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { addressFile } from "../daemon/data-files.ts";
import { type DaemonPlace, requestDaemon } from "./request-daemon.ts";

const address = z.looseObject({
  pid: z.number(),
  url: z.string(),
  /** Shows that whoever asks may read the data folder. */
  secret: z.string(),
  /** SHA-256 of its certificate, where the pages travel encrypted. */
  fingerprint: z.string().optional(),
});
const health = z.looseObject({
  status: z.string(),
  program: z.looseObject({ version: z.string(), startedAtUtc: z.string().optional() }),
  problems: z.array(z.string()),
  parts: z
    .array(
      z.looseObject({
        part: z.string(),
        state: z.string(),
        code: z.string(),
        sentence: z.string().nullable(),
        remedy: z.string().nullable(),
      }),
    )
    .default([]),
});
const bench = z.looseObject({
  readers: z.array(z.looseObject({ id: z.string(), state: z.string(), sentence: z.string() })),
});

export interface DaemonReader {
  readonly id: string;
  readonly state: string;
  readonly sentence: string;
}

/** How well a part of the daemon is. */
export type DaemonPart = z.output<typeof health>["parts"][number];

export type DaemonState =
  | { readonly kind: "none" }
  /** Its address is there, its process is not: it ended without tidying up. */
  | { readonly kind: "gone"; readonly pid: number }
  | { readonly kind: "silent"; readonly pid: number; readonly url: string; readonly reason: string }
  | {
      readonly kind: "running";
      readonly pid: number;
      readonly url: string;
      readonly version: string;
      /** Null for a daemon of a version that does not tell it. */
      readonly startedAtUtc: string | null;
      /** `ok`, `degraded` or `failing`. */
      readonly status: string;
      readonly parts: readonly DaemonPart[];
      readonly problems: readonly string[];
      readonly readers: readonly DaemonReader[];
    };

const ANSWER_WITHIN_MS = 3000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export type DaemonAddress = z.output<typeof address>;

/** The headers of a command, done by `operator` as far as the command knows. */
export function commandHeaders(
  { secret }: Pick<DaemonAddress, "secret">,
  operator?: string,
): Record<string, string> {
  return {
    authorization: `Command ${secret}`,
    ...(operator === undefined ? {} : { "platewarden-operator": encodeURIComponent(operator) }),
  };
}

/** Where the daemon of this folder can be reached; null where none runs, or this user may not read it. */
export function readAddress(dataFolder: string): DaemonAddress | null {
  const file = addressFile(dataFolder);
  if (!existsSync(file)) return null;
  try {
    return address.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

async function fetchJson(
  place: DaemonPlace,
  path: string,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const { text } = await requestDaemon(place, path, { headers, withinMs: ANSWER_WITHIN_MS });
  return JSON.parse(text);
}

/** Never rejects: a daemon that does not answer is a state. */
export async function askDaemonState(dataFolder: string): Promise<DaemonState> {
  const known = readAddress(dataFolder);
  if (known === null) return { kind: "none" };
  const { pid, url } = known;
  if (!isAlive(pid)) return { kind: "gone", pid };
  try {
    // Asked as a command: who is not signed in is told no sentences.
    const asked = await fetchJson(known, "/api/v1/health", commandHeaders(known));
    const { program, status, parts, problems } = health.parse(asked);
    const { version, startedAtUtc = null } = program;
    const { readers } = bench.parse(await fetchJson(known, "/api/v1/bench", commandHeaders(known)));
    return {
      kind: "running",
      pid,
      url,
      version,
      startedAtUtc,
      status,
      parts,
      problems,
      readers,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "silent", pid, url, reason };
  }
}

/** How a simulated reader speaks: with a short delay, and with whatever fault is armed for the next answer it fits. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "./control-lines.ts";

/** Spoil the next answer of any command, whatever the language. */
export const LINE_FAULTS = [
  "silence",
  "garbage",
  "noise-before",
  "slow-bytes",
  "truncate",
] as const;

export interface ArmedFault {
  readonly kind: string;
  times: number;
  /** The only command it spoils; null spoils any. */
  readonly on: string | null;
  /** What a fault that names a code says. */
  readonly code: string;
}

export interface FaultyVoiceParts {
  /** 1 is life speed. */
  readonly timeScale: number;
  /** Puts bytes on the wire. */
  readonly write: (bytes: Buffer) => void;
  readonly emit: Emit;
  /** What `noise-before` puts before an answer. */
  readonly noise: string;
}

export interface FaultyVoice {
  arm(fault: ArmedFault): void;
  armedKinds(): string[];
  /** Takes the first armed fault of these kinds that fits the command; a spent one is removed. */
  take(kinds: readonly string[], command: string): ArmedFault | null;
  /** Says a whole answer; false when a fault kept the reader silent. */
  say(command: string, text: string): Promise<boolean>;
}

/** Our estimates: from the command to the first byte of an answer, and between the bytes of a slow line. */
const ANSWER_MS = 20;
const SLOW_BYTE_MS = 10;

export function createFaultyVoice({
  timeScale,
  write,
  emit,
  noise,
}: FaultyVoiceParts): FaultyVoice {
  const armed: ArmedFault[] = [];

  function take(kinds: readonly string[], command: string): ArmedFault | null {
    const fits = (fault: ArmedFault) =>
      kinds.includes(fault.kind) && (fault.on === null || fault.on === command);
    const fault = armed.find(fits);
    if (fault === undefined) return null;
    fault.times -= 1;
    if (fault.times <= 0) armed.splice(armed.indexOf(fault), 1);
    emit({ event: "fault-shown", kind: fault.kind });
    return fault;
  }

  const send = (text: string): void => write(Buffer.from(text, "latin1"));

  async function sendSlowly(text: string): Promise<void> {
    for (const character of text) {
      send(character);
      await wait(Math.ceil(SLOW_BYTE_MS * timeScale));
    }
  }

  return {
    arm: (fault) => {
      armed.push(fault);
    },
    armedKinds: () => armed.map((fault) => fault.kind),
    take,
    async say(command, text) {
      await wait(ANSWER_MS * timeScale);
      const kind = take(LINE_FAULTS, command)?.kind;
      if (kind === "silence") return false;
      if (kind === "slow-bytes") await sendSlowly(text);
      else if (kind === "garbage") send(garble(text));
      else if (kind === "noise-before") send(noise + text);
      else if (kind === "truncate") send(text.slice(0, Math.floor(text.length / 2)));
      else send(text);
      return true;
    },
  };
}

/** The bytes as they look at a wrong baud rate: high, and without a line end. */
function garble(text: string): string {
  const bytes = Buffer.from(text, "latin1").map((byte) => ((byte * 37 + 11) & 0x7f) | 0x80);
  return Buffer.from(bytes).toString("latin1");
}

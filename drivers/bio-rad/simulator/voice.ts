/** How the simulated reader speaks: with a short delay, and with whatever fault is armed. */
import { setTimeout as wait } from "node:timers/promises";
import {
  ANSWER_FAULTS,
  type ArmedFault,
  garble,
  PLATE_FAULTS,
  spoilRecord,
  takeFault,
} from "./faults.ts";
import { type PlateRecord, renderRecord } from "./plate-record.ts";

export interface VoiceParts {
  /** 1 is life speed. */
  readonly timeScale: number;
  /** Puts bytes on the wire. */
  readonly write: (bytes: Buffer) => void;
  readonly emit: (event: Readonly<Record<string, unknown>>) => void;
}

/** Our estimates: from the command to the first byte of an answer, and between the bytes of a slow line. */
const ANSWER_MS = 20;
const SLOW_BYTE_MS = 10;

export interface Voice {
  arm(fault: ArmedFault): void;
  armedKinds(): string[];
  /** Says a whole answer; false when a fault kept the reader silent. */
  say(command: string, text: string): Promise<boolean>;
  /** Says a plate; the record is spoiled in place by a fault of the transfer. */
  sayPlate(command: string, record: PlateRecord): Promise<boolean>;
}

export function createVoice({ timeScale, write, emit }: VoiceParts): Voice {
  const armed: ArmedFault[] = [];

  function take(kinds: readonly string[], command: string): ArmedFault | null {
    const fault = takeFault(armed, kinds, command);
    if (fault !== null) emit({ event: "fault-shown", kind: fault.kind });
    return fault;
  }

  function send(text: string): void {
    write(Buffer.from(text, "latin1"));
  }

  async function sendSlowly(text: string): Promise<void> {
    for (const character of text) {
      send(character);
      await wait(Math.ceil(SLOW_BYTE_MS * timeScale));
    }
  }

  async function say(command: string, text: string): Promise<boolean> {
    await wait(ANSWER_MS * timeScale);
    const fault = take(ANSWER_FAULTS, command);
    if (fault?.kind === "silence") return false;
    if (fault?.kind === "slow-bytes") await sendSlowly(text);
    else if (fault?.kind === "garbage") send(garble(text));
    else if (fault?.kind === "noise-before") send(`\xfe\x00~\r\xff${text}`);
    else if (fault?.kind === "refuse") send(`ERE ${fault.code}\r`);
    else send(text);
    return true;
  }

  return {
    arm: (fault) => {
      armed.push(fault);
    },
    armedKinds: () => armed.map((fault) => fault.kind),
    say,
    sayPlate(command, record) {
      const fault = take(PLATE_FAULTS, command);
      if (fault !== null) spoilRecord(record, fault.kind);
      const text = renderRecord(record);
      const isCut = fault?.kind === "truncate";
      return say(command, isCut ? text.slice(0, Math.floor(text.length / 3)) : text);
    },
  };
}

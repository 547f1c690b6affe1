/** How the simulated reader speaks: with a short delay, and with whatever fault is armed. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import { ANSWER_FAULTS, type ArmedFault, garble, takeFault } from "./faults.ts";

export interface VoiceParts {
  /** 1 is life speed. */
  readonly timeScale: number;
  /** Puts bytes on the wire. */
  readonly write: (bytes: Buffer) => void;
  readonly emit: Emit;
}

export type Voice = ReturnType<typeof createVoice>;

/** Our estimates: from the command to the first byte of an answer, and between the bytes of a slow line. */
const ANSWER_MS = 20;
const SLOW_BYTE_MS = 10;
const NAK = "\x15";

export function createVoice({ timeScale, write, emit }: VoiceParts) {
  const armed: ArmedFault[] = [];

  function take(kinds: readonly string[], letter: string): ArmedFault | null {
    const fault = takeFault(armed, kinds, letter);
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

  return {
    arm: (fault: ArmedFault): void => {
      armed.push(fault);
    },
    armedKinds: (): string[] => armed.map((fault) => fault.kind),
    /** Takes an armed fault of these kinds; null when none fits. */
    take,
    /** Says a whole answer to the command; false when a fault kept the reader from saying it. */
    async say(letter: string, text: string): Promise<boolean> {
      await wait(ANSWER_MS * timeScale);
      const fault = take(ANSWER_FAULTS, letter);
      if (fault?.kind === "silence") return false;
      if (fault?.kind === "nak") send(NAK);
      else if (fault?.kind === "slow-bytes") await sendSlowly(text);
      else if (fault?.kind === "garbage") send(garble(text));
      else if (fault?.kind === "noise-before") send(`\xfe\x00~\xff${text}`);
      else send(text);
      return fault?.kind !== "nak";
    },
  };
}

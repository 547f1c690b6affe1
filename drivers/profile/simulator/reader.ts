/** A reader made of all example conversations of a profile. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import type { Script } from "./read-script.ts";
import { createScriptedReader, type ScriptFault } from "./scripted-reader.ts";

export interface ReaderParts {
  readonly script: Script;
  /** 1 is life speed. */
  readonly timeScale: number;
  readonly write: (bytes: Buffer) => void;
  readonly emit: Emit;
}

/** Our estimate of the pause between two lines. */
const LINE_MS = 20;

export type Reader = ReturnType<typeof createReader>;

export function createReader({ script, timeScale, write, emit }: ReaderParts) {
  const asked = createScriptedReader(
    script.examples.filter(({ dialogue }) => dialogue !== "listen").flatMap(({ items }) => items),
  );
  const records = script.examples.filter(({ dialogue }) => dialogue === "listen");
  /** The record that is being sent; what the host says is meant for it first. */
  let sending: ReturnType<typeof createScriptedReader> | null = null;
  let armed: ScriptFault | null = null;
  let speaking: Promise<unknown> = Promise.resolve();

  function say(pieces: readonly Buffer[]): void {
    speaking = speaking.then(async () => {
      for (const piece of pieces) {
        await wait(LINE_MS * timeScale);
        write(piece);
      }
    });
  }

  return {
    receive(bytes: Uint8Array): void {
      const answer = sending?.receive(bytes) ?? [];
      const pieces = answer.length > 0 ? answer : asked.receive(bytes);
      emit({ event: "received", latin1: Buffer.from(bytes).toString("latin1") });
      say(pieces);
    },
    /** Sends an unasked record, by its title or the first one. Throws when there is none. */
    push(title: string | null): void {
      const record = records.find((one) => title === null || one.title === title);
      if (record === undefined) throw new Error("the profile has no such example of `listen`");
      sending = createScriptedReader(record.items);
      if (armed !== null) sending.arm(armed);
      armed = null;
      emit({ event: "record-sent", title: record.title });
      say(sending.unasked());
    },
    arm(fault: ScriptFault): void {
      armed = fault;
      asked.arm(fault);
    },
    status: () => ({ id: script.id, examples: script.examples.map(({ title }) => title) }),
  };
}

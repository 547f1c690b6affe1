/** Plays the host's part of a recorded conversation to a simulated reader on a real port. */
import { once } from "node:events";
import { connect } from "node:net";
import { openTcpPort } from "../../drivers/simulator/tcp-port.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";

export interface PluggedReader {
  receive(bytes: Uint8Array): void;
}

export interface ReaderPort {
  readonly write: (bytes: Buffer) => void;
  readonly emit: (event: Readonly<Record<string, unknown>>) => void;
}

/** What the host sends before it waits for an answer, and that answer; latin1 text, empty for none. */
interface Turn {
  readonly sent: string;
  readonly answer: string;
}

export interface Play<Reader> {
  readonly items: readonly TranscriptItem[];
  readonly plugIn: (port: ReaderPort) => Reader;
  /** What people do at the reader before a turn; `happened` resolves with the first event of that name yet to come. */
  readonly before?: (
    sent: string,
    reader: Reader,
    happened: (event: string) => Promise<void>,
  ) => Promise<void> | void;
  /** What people do after the bytes of a turn are sent. */
  readonly after?: (
    sent: string,
    reader: Reader,
    happened: (event: string) => Promise<void>,
  ) => Promise<void> | void;
}

export interface Played {
  /** Both sides as they were recorded, and as they were played. */
  readonly recorded: readonly Turn[];
  readonly played: readonly Turn[];
  /** What the reader said beyond the last recorded byte. */
  readonly surplus: string;
}

/** Sends the recorded bytes, and after each turn takes as many as were recorded; a missing byte waits until the test ends. */
export async function playHost<Reader extends PluggedReader>(play: Play<Reader>): Promise<Played> {
  const waiting = new Map<string, () => void>();
  const happened = (event: string): Promise<void> =>
    new Promise((resolve) => waiting.set(event, resolve));
  const port = await openTcpPort(0, (bytes) => reader.receive(bytes));
  const reader = play.plugIn({
    write: (bytes) => port.write(bytes),
    emit: ({ event }) => {
      waiting.get(String(event))?.();
      waiting.delete(String(event));
    },
  });
  const host = connect(Number(port.listening.port), "127.0.0.1");
  await once(host, "connect");
  const inbox = createInbox();
  host.on("data", (bytes) => inbox.push(bytes.toString("latin1")));
  const recorded = turnsOf(play.items);
  const played: Turn[] = [];
  for (const { sent, answer } of recorded) {
    await play.before?.(sent, reader, happened);
    const afterwards = play.after?.(sent, reader, happened);
    host.write(Buffer.from(sent, "latin1"));
    await afterwards;
    played.push({ sent, answer: await inbox.take(answer.length) });
  }
  host.destroy();
  port.close();
  return { recorded, played, surplus: inbox.rest() };
}

function turnsOf(items: readonly TranscriptItem[]): Turn[] {
  const turns: Turn[] = [];
  for (const { direction, bytes } of items) {
    const text = Buffer.from(bytes).toString("latin1");
    const last = turns.at(-1);
    if (direction === "tx") turns.push({ sent: text, answer: "" });
    if (direction === "rx" && last !== undefined)
      turns[turns.length - 1] = { ...last, answer: last.answer + text };
  }
  return turns;
}

function createInbox() {
  let text = "";
  let wake: () => void = () => undefined;
  return {
    push(more: string): void {
      text += more;
      wake();
    },
    async take(count: number): Promise<string> {
      while (text.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = text.slice(0, count);
      text = text.slice(count);
      return taken;
    },
    rest: (): string => text,
  };
}

/** A link, an inbox and a transcript around a running simulator: the least that holds a conversation. */
import type {
  Dialogue,
  DriverReport,
  Framing,
  PortSettings,
} from "../../src/instrument/contract.ts";
import { FrameInbox } from "../../src/instrument/frame-inbox.ts";
import { openLink } from "../../src/instrument/links/open-link.ts";
import { SILENCE_MARK, type TranscriptItem } from "../../src/instrument/recording.ts";
import {
  type DialogueOutcome,
  runDialogue,
  systemTimers,
} from "../../src/instrument/run-dialogue.ts";

const LINE_9600: PortSettings = {
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
};

export interface Host {
  /** Holds one conversation; the items of all of them are in `items`. */
  talk<Result>(dialogue: Dialogue<Result>, signal?: AbortSignal): Promise<DialogueOutcome<Result>>;
  readonly items: TranscriptItem[];
  readonly reports: DriverReport[];
  /** Resolves with the first bytes that arrive while nobody talks. */
  unaskedBytes(): Promise<void>;
  readonly lost: Promise<string>;
  hangUp(): Promise<void>;
}

export async function connectHost(
  spec: string,
  framing: Framing,
  settings: PortSettings = LINE_9600,
): Promise<Host> {
  const inbox = new FrameInbox(framing, systemTimers);
  const items: TranscriptItem[] = [];
  const reports: DriverReport[] = [];
  const linkLost = new AbortController();
  let onBytes: () => void = () => undefined;
  const link = await openLink(spec, settings, {
    onData: (bytes) => {
      items.push({ direction: "rx", bytes });
      inbox.feed(bytes);
      onBytes();
    },
    onLost: (reason) => linkLost.abort(reason),
  });

  return {
    items,
    reports,
    talk(dialogue, signal = new AbortController().signal) {
      const closed = AbortSignal.any([signal, linkLost.signal]);
      const io = {
        send: (bytes: Uint8Array) => {
          items.push({ direction: "tx", bytes });
          return link.write(bytes);
        },
        nextFrame: async (withinMs: number) => {
          await inbox.wait(withinMs, closed);
          return closed.aborted ? null : inbox.take();
        },
        takeUnterminated: () => inbox.takeUnterminated(),
        recordSilence: () => {
          items.push({ direction: "mark", bytes: Buffer.from(SILENCE_MARK) });
        },
        report: (report: DriverReport) => {
          reports.push(report);
        },
      };
      return runDialogue(dialogue, io, closed);
    },
    unaskedBytes: () =>
      new Promise((resolve) => {
        if (inbox.size > 0) resolve();
        onBytes = resolve;
      }),
    lost: new Promise((resolve) => {
      linkLost.signal.addEventListener("abort", () => resolve(String(linkLost.signal.reason)));
    }),
    hangUp: () => link.close(),
  };
}

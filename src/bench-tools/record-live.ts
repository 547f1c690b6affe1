/** Records what is said on a live port, as a file that can stand among a driver's transcripts. */
import type { Driver, DriverReport, ReadRequest } from "../instrument/contract.ts";
import type { ConversationOutcome } from "../instrument/reader-session.ts";
import { startDialogue, type WrittenTranscript, writeGolden } from "./golden-transcript.ts";
import { holdConversation, type LivePort } from "./hold-conversation.ts";
import { listenToPort } from "./listen-to-port.ts";
import type { TimedItem } from "./shown-transcript.ts";
import type { DialogueName } from "./transcript-file.ts";

export interface LiveRecording extends WrittenTranscript {
  readonly items: readonly TimedItem[];
  /** How it ended; null for one that only listened. */
  readonly outcome: ConversationOutcome<unknown> | null;
  /** What should be known beside the file, in sentences. */
  readonly remarks: readonly string[];
}

interface Common {
  readonly port: LivePort;
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

function originOf(common: Common, driver: Driver | null, startedAtUtc: string) {
  return {
    atUtc: startedAtUtc,
    port: common.port.spec,
    settings: common.port.settings,
    ...(driver !== null && { driver: `${driver.id} ${driver.version}` }),
  };
}

/** Only listens. With a driver the file says what its `listen` makes of the bytes. */
export async function recordPassively(
  wanted: Common & { readonly driver: Driver | null; readonly forMs: number },
): Promise<LiveRecording> {
  const { port, driver, options } = wanted;
  const { items, startedAtUtc, lost } = await listenToPort(port, wanted.forMs, wanted.signal);
  const written = writeGolden(
    {
      title: `What ${port.spec} sent by itself`,
      dialogue: "listen",
      request: null,
      options,
      items,
      origin: originOf(wanted, driver, startedAtUtc),
    },
    driver,
  );
  const remarks = lost === null ? [] : [`The port was lost: ${lost}.`];
  return { ...written, items, outcome: null, remarks };
}

/** Holds one dialogue of the driver through the daemon's own session, and records it. */
export async function recordDialogue(
  wanted: Common & {
    readonly driver: Driver;
    readonly dialogue: DialogueName;
    readonly request: ReadRequest | null;
    readonly onReport?: (report: DriverReport) => void;
  },
): Promise<LiveRecording> {
  const { port, driver, dialogue, request, options, signal, onReport } = wanted;
  const started = { dialogue, request, options };
  const held = await holdConversation({
    port,
    driver,
    options,
    dialogue,
    start: () => startDialogue(driver, started),
    signal,
    ...(onReport && { onReport }),
  });
  const { outcome, rejected } = held.conversation;
  const written = writeGolden(
    {
      ...started,
      title: `${dialogue} of ${port.spec}`,
      items: held.items,
      origin: { ...originOf(wanted, driver, held.startedAtUtc), outcome: outcome.kind },
    },
    driver,
  );
  const unasked =
    held.unaskedBytes === 0
      ? []
      : [`${held.unaskedBytes} bytes came by themselves and are not in the file.`];
  const strange = rejected.map(
    ({ reason, text }) => `Not understood (${reason}): ${JSON.stringify(text)}`,
  );
  return { ...written, items: held.items, outcome, remarks: [...unasked, ...strange] };
}

import { PlatewardenError } from "../domain/errors.ts";
import type { Driver, PortSettings, ReaderIdentity } from "../instrument/contract.ts";
import { faultSentence } from "../instrument/reader-troubles.ts";
import { type HeldConversation, holdConversation, type LivePort } from "./hold-conversation.ts";

export interface AskedReader {
  readonly spec: string;
  readonly driver: string;
  /** The file that describes the driver; null for one of the program. */
  readonly profile: string | null;
  /** As the dialogue ended, or `closed` when the port could not be opened. */
  readonly outcome: "done" | "fault" | "cancelled" | "lost" | "bug" | "closed";
  readonly identity: ReaderIdentity | null;
  readonly sentence: string;
}

type Answer = Omit<AskedReader, "profile">;

const WITHIN_MS = 60_000;

function sentenceOf(held: HeldConversation<ReaderIdentity>, driver: Driver): string {
  const { outcome } = held.conversation;
  switch (outcome.kind) {
    case "done": {
      const filters = outcome.result.filtersNm?.map((nm) => nm ?? "empty").join(", ");
      return `${outcome.result.model}${filters === undefined ? "" : `, filters ${filters} nm`}.`;
    }
    case "fault":
      return faultSentence(driver, outcome.fault);
    case "cancelled":
      return "It did not end in time.";
    case "lost":
      return `The port was lost: ${outcome.reason}.`;
    case "bug":
      return `The driver failed: ${String(outcome.error)}.`;
  }
}

/**
 * Opens the port and holds the driver's identify dialogue, which moves nothing; the settings are tried in their order
 * until one of them is understood. Never rejects for what a port or a reader does.
 */
export async function askReader(
  spec: string,
  settings: readonly PortSettings[],
  driver: Driver,
  told: { readonly options: unknown; readonly profile: string | null },
): Promise<AskedReader> {
  let last: Answer | null = null;
  for (const one of settings) {
    last = await askOnce({ spec, settings: one }, driver, told.options);
    if (last.outcome !== "fault") break;
  }
  if (last === null) throw new Error(`driver ${driver.id} names no port settings`);
  return { ...last, profile: told.profile };
}

async function askOnce(port: LivePort, driver: Driver, options: unknown): Promise<Answer> {
  const asked = { spec: port.spec, driver: driver.id };
  try {
    const held = await holdConversation({
      port,
      driver,
      options,
      dialogue: "identify",
      start: () => driver.dialogues.identify(options),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const { outcome } = held.conversation;
    const identity = outcome.kind === "done" ? outcome.result : null;
    return { ...asked, outcome: outcome.kind, identity, sentence: sentenceOf(held, driver) };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    const sentence = `${error.message}. ${error.entry.remedy}`;
    return { ...asked, outcome: "closed", identity: null, sentence };
  }
}

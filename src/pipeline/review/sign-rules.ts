/** Who may sign a plate for what, as it stands now. */
import { type ErrorCode, PlatewardenError } from "../../domain/errors.ts";
import { nameKey } from "../../domain/name-key.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateTurnEventRow } from "../../store/plate-turns.ts";
import type { PlateRow } from "../../store/plates.ts";
import type { SignatureRow } from "../../store/review.ts";
import { countingVersion } from "../counting-version.ts";
import { isAnalysisInStep } from "./analysis-in-step.ts";
import { heldSentence, isReadAgainstNumbers } from "./held-sentence.ts";
import { plateRecord } from "./plate-record.ts";
import { hasSeenTrail } from "./plate-trail.ts";
import { holding, reviewState, signaturesOf } from "./standing-signatures.ts";

export type Meaning = SignatureRow["meaning"];

export const MEANINGS: readonly Meaning[] = ["approve", "reject", "ask for a repeat"];

/** The person who signs; that they hold the permission is for the API to know. */
export interface Signer {
  readonly personId: string;
  readonly name: string;
  readonly role: string;
}

/** Names of accounts are unique by their key; those of commands are what was typed. */
function samePerson(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/** Those who made the reading that counts what it is: who read the plate, and who said what the reading is. */
export function makersOf(store: Store, plate: PlateRow): readonly string[] {
  const counting = countingVersion(store, plate.id);
  if (counting === null) return [];
  const { run_id: runId, bound_by: boundBy } = counting.version;
  const run = runId === null ? null : store.runs.byId(runId);
  return [...(run === null ? [] : [run.operator]), boundBy];
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What keeps this person from signing anything; null when nothing does. */
function whyNothing(store: Store, plate: PlateRow, signer: Signer): Refusal | null {
  const named = `Plate ${plate.barcode}`;
  if (!isAnalysisInStep(store, plate)) {
    return { code: "ANALYSIS_BEHIND", message: `${named} has not been analysed as it is now.` };
  }
  const signatures = signaturesOf(store, plate);
  const state = reviewState(signatures);
  if (state === "rejected" || state === "repeat-asked") {
    const [by] = holding(signatures).filter(({ meaning }) => meaning !== "approve");
    const what = state === "rejected" ? "rejected" : "sent back for a repeat";
    return {
      code: "DECISION_STANDS",
      message: `${named} has been ${what} by ${by?.printed_name ?? "somebody"}.`,
    };
  }
  const own = holding(signatures).find(({ person_id }) => person_id === signer.personId);
  if (own !== undefined) {
    return {
      code: "ALREADY_SIGNED",
      message: `${signer.name} has signed plate ${plate.barcode} as it stands: ${own.meaning}.`,
    };
  }
  if (!hasSeenTrail(store, plate, signer)) {
    return {
      code: "TRAIL_NOT_SEEN",
      message: `The trail of plate ${plate.barcode} has entries that ${signer.name} has not opened.`,
    };
  }
  return null;
}

/** Who said, and who let them say, how the plate lay when the reading that counts was made. */
function sayersOf(turn: PlateTurnEventRow | null): readonly string[] {
  if (turn === null) return [];
  return [turn.by_name, ...(turn.authorised_by === null ? [] : [turn.authorised_by])];
}

/** What keeps this person from approving, where nothing keeps them from signing; null when nothing does. */
function whyNotApprove(store: Store, plate: PlateRow, signer: Signer): Refusal | null {
  const { record } = plateRecord(store, plate);
  const turn = store.turns.standing(plate.id, record.inputs.readingId);
  const held = heldSentence(record, turn?.by_name);
  if (held !== null) {
    return { code: "PLATE_HELD", message: `Plate ${plate.barcode} is held: ${held}` };
  }
  if (makersOf(store, plate).some((name) => samePerson(name, signer.name))) {
    return {
      code: "OWN_PLATE",
      message: `${signer.name} has read or assigned plate ${plate.barcode}, and cannot approve it.`,
    };
  }
  const isSayer = sayersOf(turn).some((name) => samePerson(name, signer.name));
  if (isSayer && isReadAgainstNumbers(record)) {
    return {
      code: "OWN_STATEMENT",
      message: `The numbers of plate ${plate.barcode} are against what ${signer.name} said of how it lay; two others must approve it.`,
    };
  }
  if (reviewState(signaturesOf(store, plate)) === "approved") {
    return { code: "DECISION_STANDS", message: `Plate ${plate.barcode} has been approved by two.` };
  }
  return null;
}

/** What this person can sign now, and the sentence why not more; `why` is null where all can be signed. */
export function signableMeanings(
  store: Store,
  plate: PlateRow,
  signer: Signer,
): { readonly meanings: readonly Meaning[]; readonly why: string | null } {
  const nothing = whyNothing(store, plate, signer);
  if (nothing !== null) return { meanings: [], why: nothing.message };
  const approve = whyNotApprove(store, plate, signer);
  if (approve === null) return { meanings: MEANINGS, why: null };
  return { meanings: MEANINGS.filter((one) => one !== "approve"), why: approve.message };
}

/**
 * Throws ANALYSIS_BEHIND, DECISION_STANDS, ALREADY_SIGNED, TRAIL_NOT_SEEN, and for an approval PLATE_HELD, OWN_PLATE
 * or OWN_STATEMENT.
 */
export function requireSignable(
  store: Store,
  plate: PlateRow,
  signer: Signer,
  meaning: Meaning,
): void {
  const refusal =
    whyNothing(store, plate, signer) ??
    (meaning === "approve" ? whyNotApprove(store, plate, signer) : null);
  if (refusal === null) return;
  throw new PlatewardenError(refusal.code, refusal.message, {
    detail: { plateId: plate.id, meaning },
  });
}

/** A paper bench with one plate that was read and analysed, and people who review it. */

import { clockWatch } from "../../../src/clock/clock-watch.ts";
import { evaluateSample } from "../../../src/pipeline/evaluate-sample.ts";
import { maskWells } from "../../../src/pipeline/mask-well.ts";
import { plateRecord } from "../../../src/pipeline/review/plate-record.ts";
import { openTrail } from "../../../src/pipeline/review/plate-trail.ts";
import { revokeSignature } from "../../../src/pipeline/review/revoke-signature.ts";
import { type SigningParts, signPlate } from "../../../src/pipeline/review/sign-plate.ts";
import type { Meaning, Signer } from "../../../src/pipeline/review/sign-rules.ts";
import {
  type PlateReviewState,
  reviewState,
  signaturesOf,
} from "../../../src/pipeline/review/standing-signatures.ts";
import type { Store } from "../../../src/store/open-store.ts";
import type { PlateRow } from "../../../src/store/plates.ts";
import type { SignatureRow } from "../../../src/store/review.ts";
import { type PaperBench, paperBench, readPlate, study } from "../paper-bench.ts";

export const BARCODE = "A-1";
/** Who reads plates on the paper bench; a reviewer here. */
export const READER_PERSON: Signer = { personId: "p-read", name: "technician", role: "reviewer" };
export const VISSER: Signer = { personId: "p-1", name: "B. Visser", role: "reviewer" };
export const DE_WIT: Signer = { personId: "p-2", name: "C. de Wit", role: "reviewer" };
export const LIND: Signer = { personId: "p-3", name: "E. Lind", role: "reviewer" };

export const passwordOf = ({ personId }: Pick<Signer, "personId">): string => `secret ${personId}`;

/** Parts of signing with clocks that agree, where everybody's password is `passwordOf`. */
export function signingParts(store: Store, more: Partial<SigningParts> = {}): SigningParts {
  return {
    store,
    verifyPassword: async (personId, password) => password === passwordOf({ personId }),
    clock: clockWatch({ wallMs: () => 0, steadyMs: () => 0 }),
    shown: () => null,
    ...more,
  };
}

export function plateOf(store: Store, barcode = BARCODE): PlateRow {
  const plate = store.plates.byBarcode(barcode);
  if (plate === null) throw new Error(`there is no plate ${barcode}`);
  return plate;
}

export function analyse(store: Store): void {
  evaluateSample(store, plateOf(store).sample_id, study.settings);
}

export async function reviewBench(): Promise<PaperBench> {
  const bench = paperBench();
  await readPlate(bench);
  analyse(bench.store);
  return bench;
}

/** Reads the plate again, as somebody else. */
export async function readAgain(
  bench: PaperBench,
  clock: string,
  operator = "technician",
): Promise<void> {
  await readPlate(bench, { clock, operator, rereadReason: "bubble" });
  analyse(bench.store);
}

export function mask(
  store: Store,
  well: string,
  action: "mask" | "unmask" = "mask",
  by = "B. Visser",
): void {
  const changes = [{ wells: [well], action }];
  store.inTransaction(() => {
    maskWells(store, {
      plateId: plateOf(store).id,
      changes,
      reason: "bubble",
      by,
      authorisedBy: null,
    });
    analyse(store);
  });
}

interface Signing {
  readonly meaning?: Meaning;
  readonly password?: string;
  readonly comment?: string;
  /** The record that the person saw; what stands unless told. */
  readonly recordSha256?: string;
  /** False: without opening the trail before. */
  readonly opens?: boolean;
  readonly parts?: Partial<SigningParts>;
}

/** Opens the trail and signs, as the page has people do. */
export function sign(store: Store, signer: Signer, how: Signing = {}): Promise<SignatureRow> {
  const plate = plateOf(store);
  if (how.opens !== false) openTrail(store, plate, signer.personId);
  return signPlate(signingParts(store, how.parts), {
    plate,
    signer,
    meaning: how.meaning ?? "approve",
    comment: how.comment ?? null,
    recordSha256: how.recordSha256 ?? plateRecord(store, plate).sha256,
    password: how.password ?? passwordOf(signer),
  });
}

export function revoke(
  store: Store,
  by: Signer,
  signatureId: string,
  how: {
    readonly reason?: string;
    readonly password?: string;
    readonly parts?: Partial<SigningParts>;
  } = {},
): Promise<void> {
  return revokeSignature(signingParts(store, how.parts), {
    plate: plateOf(store),
    signatureId,
    by,
    reason: how.reason ?? "signed too early",
    password: how.password ?? passwordOf(by),
  });
}

export function stateOf(store: Store): PlateReviewState {
  return reviewState(signaturesOf(store, plateOf(store)));
}

/** The code of the error that the promise is refused with; fails when it is kept. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Decisions on plates behind the API: each is made on the record that its page showed, or not at all. */
import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { ClockWatch } from "../clock/clock-watch.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { evaluateSample } from "../pipeline/evaluate-sample.ts";
import { changeMasks } from "../pipeline/mask-well.ts";
import { sayTurn } from "../pipeline/orientation/say-turn.ts";
import { chooseReading } from "../pipeline/review/choose-reading.ts";
import { commentPlate } from "../pipeline/review/comment-plate.ts";
import { type PlateRecord, plateRecord } from "../pipeline/review/plate-record.ts";
import { openTrail, plateTrail } from "../pipeline/review/plate-trail.ts";
import { recordChanges } from "../pipeline/review/record-changes.ts";
import { requireRecord } from "../pipeline/review/require-record.ts";
import { revokeSignature } from "../pipeline/review/revoke-signature.ts";
import { signPlate, type VerifyPassword } from "../pipeline/review/sign-plate.ts";
import type { Signer } from "../pipeline/review/sign-rules.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { plateView, requirePlate } from "./plate-view.ts";
import { reviewView } from "./review-view.ts";
import type {
  ChooseReadingRequest,
  CommentRequest,
  PreviewRequest,
  PreviewView,
  ReviewMaskRequest,
  ReviewView,
  RevokeRequest,
  SayTurnRequest,
  SignRequest,
} from "./review-views.ts";
import { trailEntryView } from "./trail-sentences.ts";
import type { TrailEntryView } from "./trail-views.ts";
import type { ComparisonView, PlateView } from "./views.ts";
import type { Worklist, WorklistPageRequest } from "./worklist.ts";

/** Who does something, as the server knows it. */
export interface Doer {
  readonly name: string;
  readonly authorisedBy: string | null;
  /** Null where it is no person, or one who may not sign. */
  readonly signer: Signer | null;
  /** Of a person, whatever they may do. */
  readonly personId: string | null;
  /** False as soon as the session is locked or has ended. */
  readonly stands: () => boolean;
}

/** What the API needs of the review. Plates are named by id or barcode; every method may throw PLATE_UNKNOWN. */
export interface ReviewService {
  /** These three answer with a `WorklistView` as JSON text. */
  worklistPage(request: WorklistPageRequest): string;
  worklistChanges(after: number): string;
  worklistPlate(plateId: string): string;
  review(plateId: string, doer: Doer): ReviewView;
  /** Newest first; from now on it counts as seen by the person who asks. */
  trail(plateId: string, doer: Doer): readonly TrailEntryView[];
  /** What would come of a change; nothing of it is stored. */
  preview(plateId: string, request: PreviewRequest): Promise<PreviewView>;
  /** These throw RECORD_CHANGED when the plate is not what the page showed; nothing is stored then. */
  mask(plateId: string, request: ReviewMaskRequest, doer: Doer): ReviewView;
  choose(plateId: string, request: ChooseReadingRequest, doer: Doer): ReviewView;
  sayTurn(plateId: string, request: SayTurnRequest, doer: Doer): ReviewView;
  comment(plateId: string, request: CommentRequest, doer: Doer): ReviewView;
  sign(plateId: string, request: SignRequest, doer: Doer): Promise<ReviewView>;
  revoke(plateId: string, request: RevokeRequest, doer: Doer): Promise<ReviewView>;
}

export interface ReviewParts {
  readonly store: Store;
  /** The settings in use now. */
  readonly settings: () => AnalysisSettings;
  readonly verifyPassword: VerifyPassword;
  readonly clock: ClockWatch;
  readonly worklist: Worklist;
}

/** Records that pages have been shown, so that a refused decision can say what changed meanwhile. */
const SHOWN_RECORDS = 200;
const NOT_SAVED = { reason: "Tried out, not saved", by: "preview", authorisedBy: null };

function requireSigner({ signer }: Doer): Signer {
  if (signer !== null) return signer;
  throw new PlatewardenError(
    "SIGNER_NOT_A_PERSON",
    "Only a reviewer who is signed in with a password can sign.",
  );
}

/** Does some work and undoes it, so that what it says is exactly what storing it would give. */
function undone<T>(store: Store, work: () => T): T {
  const made: { result: T }[] = [];
  const undo = new Error("undone on purpose");
  try {
    store.inTransaction(() => {
      made.push({ result: work() });
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  const [only] = made;
  if (only === undefined) throw new Error("nothing was tried out");
  return only.result;
}

function changedComparisons(before: PlateView, after: PlateView): PreviewView["changed"] {
  const arms = new Set([...before.comparisons, ...after.comparisons].map(({ arm }) => arm));
  const of = (view: PlateView, arm: string): ComparisonView | null =>
    view.comparisons.find((one) => one.arm === arm) ?? null;
  return [...arms]
    .map((arm) => ({ before: of(before, arm), after: of(after, arm) }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
}

export function createReviewService(parts: ReviewParts): ReviewService {
  const { store, settings, verifyPassword, clock } = parts;
  const shownRecords = new LRUCache<string, PlateRecord>({ max: SHOWN_RECORDS });
  const shown = (sha256: string): PlateRecord | null => shownRecords.get(sha256) ?? null;

  /** Comparing a password takes a while, in which the signer can lock, sign out or lose the role. */
  function verifyFor(doer: Doer): VerifyPassword {
    return async (personId, password) => {
      const right = await verifyPassword(personId, password);
      if (doer.stands()) return right;
      throw new PlatewardenError("SESSION_ENDED", `The session of ${doer.name} has ended.`);
    };
  }

  function viewFor(plate: PlateRow, doer: Doer): ReviewView {
    const { record, sha256 } = plateRecord(store, plate);
    shownRecords.set(sha256, record);
    return reviewView(store, plate, doer.signer);
  }

  /** Changes a plate that stands as its page showed it, and analyses its sample anew, all in one transaction. */
  function decide(
    plateId: string,
    seenSha256: string,
    doer: Doer,
    change: (plate: PlateRow) => void,
  ): ReviewView {
    const plate = requirePlate(store, plateId);
    store.inTransaction(() => {
      requireRecord(store, plate, seenSha256, shown);
      change(plate);
      evaluateSample(store, plate.sample_id, settings());
    });
    return viewFor(plate, doer);
  }

  function tryOut(plate: PlateRow, request: PreviewRequest): void {
    const { changes, version, turn } = request;
    if (version !== undefined) chooseReading(store, { plate, version, ...NOT_SAVED });
    if (turn !== undefined) sayTurn(store, { plateId: plate.id, turn, ...NOT_SAVED });
    if (changes !== undefined) changeMasks(store, { plateId: plate.id, changes, ...NOT_SAVED });
    evaluateSample(store, plate.sample_id, settings());
  }

  let previewing: Promise<unknown> = Promise.resolve();

  function previewOf(plateId: string, request: PreviewRequest): PreviewView {
    const plate = requirePlate(store, plateId);
    const before = plateView(store, plate, settings());
    const { record } = plateRecord(store, plate);
    return undone(store, () => {
      tryOut(plate, request);
      const after = plateView(store, plate, settings());
      return {
        before,
        after,
        changed: changedComparisons(before, after),
        // What is tried out stands beside them; here is what comes of it.
        sentences: recordChanges(store, record, plateRecord(store, plate).record).filter(
          (sentence) => !sentence.includes(NOT_SAVED.reason),
        ),
      };
    });
  }

  return {
    worklistPage: (request) => parts.worklist.page(request),
    worklistChanges: (after) => parts.worklist.changes(after),
    worklistPlate: (plateId) => parts.worklist.plate(requirePlate(store, plateId).id),
    review: (plateId, doer) => viewFor(requirePlate(store, plateId), doer),
    trail: (plateId, { personId }) => {
      const plate = requirePlate(store, plateId);
      const entries =
        personId === null ? plateTrail(store, plate) : openTrail(store, plate, personId);
      return entries.map((row) => trailEntryView(store, row));
    },
    preview: (plateId, request) => {
      // One after the other, with a turn for everybody else between: each computes the whole sample.
      const tried = previewing.then(() => setImmediate()).then(() => previewOf(plateId, request));
      previewing = tried.catch(() => undefined);
      return tried;
    },
    mask: (plateId, { recordSha256, changes, reason }, doer) =>
      decide(plateId, recordSha256, doer, (plate) => {
        // The analysis that follows in the same transaction ends the signatures.
        changeMasks(store, {
          plateId: plate.id,
          changes,
          reason,
          by: doer.name,
          authorisedBy: doer.authorisedBy,
        });
      }),
    choose: (plateId, { recordSha256, version, reason }, doer) =>
      decide(plateId, recordSha256, doer, (plate) =>
        chooseReading(store, {
          plate,
          version,
          reason,
          by: doer.name,
          authorisedBy: doer.authorisedBy,
        }),
      ),
    sayTurn: (plateId, { recordSha256, turn, reason }, doer) =>
      decide(plateId, recordSha256, doer, (plate) =>
        sayTurn(store, {
          plateId: plate.id,
          turn,
          reason,
          by: doer.name,
          authorisedBy: doer.authorisedBy,
        }),
      ),
    comment: (plateId, { text }, doer) => {
      const plate = requirePlate(store, plateId);
      if (doer.personId === null) {
        throw new PlatewardenError("SIGNER_NOT_A_PERSON", "Only a person can write a comment.");
      }
      commentPlate(store, { plate, text, personId: doer.personId, by: doer.name });
      return viewFor(plate, doer);
    },
    sign: async (plateId, request, doer) => {
      const plate = requirePlate(store, plateId);
      const { meaning, recordSha256, password } = request;
      const comment = request.comment?.trim() || null;
      const order = { plate, signer: requireSigner(doer), meaning, comment };
      await signPlate(
        { store, verifyPassword: verifyFor(doer), clock, shown },
        { ...order, recordSha256, password },
      );
      return viewFor(plate, doer);
    },
    revoke: async (plateId, { signatureId, reason, password }, doer) => {
      const plate = requirePlate(store, plateId);
      const by = requireSigner(doer);
      await revokeSignature(
        { store, verifyPassword: verifyFor(doer), clock },
        { plate, signatureId, by, reason, password },
      );
      return viewFor(plate, doer);
    },
  };
}

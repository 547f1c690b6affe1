import { PlatewardenError } from "../../domain/errors.ts";
import { type PlateTurn, TURN_WORDS } from "../../domain/plate-turn.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { countingVersion } from "../counting-version.ts";
import { endChangedSignatures } from "../review/end-changed-signatures.ts";
import { standingTurn } from "../sample-evidence.ts";
import { moveMasks } from "./move-masks.ts";

/** A person's statement of how a plate lay in the reader. */
export interface TurnStatement {
  readonly plateId: string;
  /** `as-read` confirms that it lay right; every other way lays the numbers on the wells that they belong to. */
  readonly turn: PlateTurn;
  readonly reason: string;
  readonly by: string;
  /** The supervisor who let the person do it; null where the person may do it alone. */
  readonly authorisedBy: string | null;
}

function requireSaid({ reason, by }: TurnStatement): void {
  const missing = [
    ...(reason.trim() === "" ? ["a reason"] : []),
    ...(by.trim() === "" ? ["the name of who says so"] : []),
  ];
  if (missing.length === 0) return;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `To say how a plate lay ${missing.join(" and ")} must be given.`,
  );
}

/**
 * Says how a plate lay when the reading that counts was made; the reading stays as it is, and so does what is said of the
 * plate's other readings. Masks that were put on while this reading counted go with their numbers to the wells that these
 * belong to. Signatures on what stood before end. One transaction; analyse the sample afterwards. Throws PLATE_UNKNOWN,
 * TURN_STANDS, MASKS_IN_THE_WAY or REQUEST_INVALID.
 */
export function sayTurn(store: Store, statement: TurnStatement): void {
  requireSaid(statement);
  store.inTransaction(() => {
    const plate = store.plates.byId(statement.plateId);
    const counting = plate === null ? null : countingVersion(store, plate.id);
    if (plate === null || counting === null) {
      throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${statement.plateId}.`);
    }
    const readingId = counting.version.reading_id;
    const before = standingTurn(store, plate.id, readingId)?.turn ?? null;
    if (before === statement.turn) {
      throw new PlatewardenError(
        "TURN_STANDS",
        `It has been said already that plate ${plate.barcode} lay ${TURN_WORDS[before]}.`,
      );
    }
    storeTurn(store, plate, readingId, statement);
    moveMasks(store, plate, { ...statement, readingId, before: before ?? "as-read" });
    endChangedSignatures(store, plate);
  });
}

function storeTurn(
  store: Store,
  plate: PlateRow,
  readingId: string,
  { turn, reason, by, authorisedBy }: TurnStatement,
): void {
  const atUtc = store.nowUtc();
  store.turns.insert({
    id: store.newId(),
    plate_id: plate.id,
    reading_id: readingId,
    turn,
    reason: reason.trim(),
    by_name: by.trim(),
    authorised_by: authorisedBy,
    at_utc: atUtc,
  });
  store.journal.change("plate", plate.id, atUtc);
  store.journal.audit({
    atUtc,
    actor: by.trim(),
    action: "plate.turn",
    subject: plate.id,
    detail: {
      turn,
      readingId,
      reason: reason.trim(),
      ...(authorisedBy === null ? {} : { authorisedBy }),
    },
  });
}

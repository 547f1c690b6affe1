import { PlatewardenError } from "../domain/errors.ts";
import { parseWellName, type WellName } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { endChangedSignatures } from "./review/end-changed-signatures.ts";
import { standingMasks } from "./sample-evidence.ts";

export interface MaskStatement {
  readonly plateId: string;
  readonly well: string;
  readonly action: "mask" | "unmask";
  readonly reason: string;
  readonly by: string;
}

/** Several wells for one reason. */
export interface MasksStatement {
  readonly plateId: string;
  readonly changes: readonly {
    readonly wells: readonly string[];
    readonly action: "mask" | "unmask";
  }[];
  readonly reason: string;
  readonly by: string;
  /** The supervisor who let the person do it; null where the person may do it alone. */
  readonly authorisedBy: string | null;
}

interface WellChange {
  readonly well: WellName;
  readonly action: "mask" | "unmask";
}

function requireReason(statement: MasksStatement): void {
  const missing = [
    ...(statement.reason.trim() === "" ? ["a reason"] : []),
    ...(statement.by.trim() === "" ? ["the name of who says so"] : []),
  ];
  if (missing.length === 0) return;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `To ${statement.changes[0]?.action ?? "mask"} a well ${missing.join(" and ")} must be given.`,
  );
}

function requireWell(text: string): WellName {
  const well = parseWellName(text);
  if (well !== null) return well;
  throw new PlatewardenError("WELL_INVALID", `“${text}” is no well of a 96-well plate.`);
}

/** One change a well; a well that is named twice is a mistake. */
function wellChanges({ changes }: MasksStatement): readonly WellChange[] {
  const all = changes.flatMap(({ wells, action }) =>
    wells.map((text) => ({ well: requireWell(text), action })),
  );
  if (all.length === 0) {
    throw new PlatewardenError("REQUEST_INVALID", "No well is named.");
  }
  const twice = all.find(({ well }, at) => all.findIndex((one) => one.well === well) !== at);
  if (twice !== undefined) {
    throw new PlatewardenError("REQUEST_INVALID", `Well ${twice.well} is named more than once.`);
  }
  return all;
}

/**
 * Puts a person's masks on wells, or takes them off, all or none; the reading stays as it is. Signatures on what stood
 * before end with it. One transaction. Throws what `changeMasks` throws.
 */
export function maskWells(store: Store, statement: MasksStatement): void {
  store.inTransaction(() => endChangedSignatures(store, changeMasks(store, statement)));
}

function requirePlate(store: Store, plateId: string): PlateRow {
  const plate = store.plates.byId(plateId);
  if (plate !== null) return plate;
  throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${plateId}.`);
}

/**
 * The same without ending signatures: call it inside a transaction that ends them, as an analysis does, which can then
 * tell what came of the masks. Returns the plate. Throws PLATE_UNKNOWN, WELL_INVALID, WELL_NOT_MASKED or
 * REQUEST_INVALID.
 */
export function changeMasks(store: Store, statement: MasksStatement): PlateRow {
  requireReason(statement);
  const changes = wellChanges(statement);
  return store.inTransaction(() => {
    const plate = requirePlate(store, statement.plateId);
    const masked = new Set<string>(standingMasks(store, plate.id).map(({ well }) => well));
    const bare = changes.find(({ well, action }) => action === "unmask" && !masked.has(well));
    if (bare !== undefined) {
      throw new PlatewardenError(
        "WELL_NOT_MASKED",
        `Well ${bare.well} of plate ${plate.barcode} carries no mask of a person.`,
      );
    }
    for (const change of changes) storeChange(store, statement, change);
    store.journal.change("plate", plate.id, store.nowUtc());
    return plate;
  });
}

function storeChange(store: Store, statement: MasksStatement, { well, action }: WellChange): void {
  const { plateId, authorisedBy } = statement;
  const event = {
    id: store.newId(),
    plate_id: plateId,
    well,
    action,
    reason: statement.reason.trim(),
    by_name: statement.by.trim(),
    at_utc: store.nowUtc(),
    authorised_by: authorisedBy,
  };
  store.plates.insertMask(event);
  store.journal.audit({
    atUtc: event.at_utc,
    actor: event.by_name,
    action: `well.${action}`,
    subject: plateId,
    detail: {
      well,
      reason: event.reason,
      ...(authorisedBy === null ? {} : { authorisedBy }),
    },
  });
}

/** As `maskWells`, for one well. */
export function maskWell(store: Store, statement: MaskStatement): void {
  maskWells(store, ofOneWell(statement));
}

/** What is said of one well, by somebody who may do it alone. */
export function ofOneWell({ plateId, well, action, reason, by }: MaskStatement): MasksStatement {
  return { plateId, changes: [{ wells: [well], action }], reason, by, authorisedBy: null };
}

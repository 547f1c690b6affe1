import { PlatewardenError } from "../domain/errors.ts";
import { parseWellName } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";
import { standingMasks } from "./sample-evidence.ts";

export interface MaskStatement {
  readonly plateId: string;
  readonly well: string;
  readonly action: "mask" | "unmask";
  readonly reason: string;
  readonly by: string;
}

function requireReason(statement: MaskStatement): void {
  const missing = [
    ...(statement.reason.trim() === "" ? ["a reason"] : []),
    ...(statement.by.trim() === "" ? ["the name of who says so"] : []),
  ];
  if (missing.length === 0) return;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `To ${statement.action} a well ${missing.join(" and ")} must be given.`,
  );
}

/**
 * Puts a person's mask on a well, or takes it off; the reading stays as it is. One transaction. Throws PLATE_UNKNOWN,
 * WELL_INVALID, WELL_NOT_MASKED or REQUEST_INVALID.
 */
export function maskWell(store: Store, statement: MaskStatement): void {
  requireReason(statement);
  const well = parseWellName(statement.well);
  if (well === null) {
    throw new PlatewardenError(
      "WELL_INVALID",
      `“${statement.well}” is no well of a 96-well plate.`,
    );
  }
  store.inTransaction(() => {
    const plate = store.plates.byId(statement.plateId);
    if (plate === null) {
      throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${statement.plateId}.`);
    }
    const masked = standingMasks(store, plate.id).some((mask) => mask.well === well);
    if (statement.action === "unmask" && !masked) {
      throw new PlatewardenError(
        "WELL_NOT_MASKED",
        `Well ${well} of plate ${plate.barcode} carries no mask of a person.`,
      );
    }
    const event = {
      id: store.newId(),
      plate_id: plate.id,
      well,
      action: statement.action,
      reason: statement.reason.trim(),
      by_name: statement.by.trim(),
      at_utc: store.nowUtc(),
    };
    store.plates.insertMask(event);
    store.journal.change("plate", plate.id, store.nowUtc());
    store.journal.audit({
      atUtc: event.at_utc,
      actor: event.by_name,
      action: `well.${event.action}`,
      subject: plate.id,
      detail: { well, reason: event.reason },
    });
  });
}

import { PlatewardenError } from "../../domain/errors.ts";
import { listed } from "../../domain/listed.ts";
import { type PlateTurn, TURN_WORDS, turnWell } from "../../domain/plate-turn.ts";
import type { WellName } from "../../domain/well.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { maskOrigins } from "../mask-origins.ts";
import { changeMasks } from "../mask-well.ts";
import { type StandingMask, standingMasks } from "../sample-evidence.ts";

/** Of the reading that counts: how it was laid until now, how it is laid from now on, and who says so. */
interface Move {
  readonly readingId: string;
  readonly before: PlateTurn;
  readonly turn: PlateTurn;
  readonly by: string;
  readonly authorisedBy: string | null;
}

/**
 * A mask is put on a number that looks wrong: it goes where the number goes. Masks that were put on while another
 * reading counted name a well of the plate, and stay on it. Signatures are not ended here: call it inside the transaction
 * that ends them. Throws MASKS_IN_THE_WAY.
 */
export function moveMasks(store: Store, plate: PlateRow, move: Move): void {
  const { readingId, before, turn, by, authorisedBy } = move;
  if (before === turn) return;
  const all = standingMasks(store, plate.id);
  const origins = maskOrigins(store, plate.id);
  const masks = all.filter(({ well }) => origins.get(well)?.has(readingId) ?? false);
  if (masks.length === 0) return;
  const placeOf = (well: WellName) => turnWell(turnWell(well, before), turn);
  const moving = new Set(masks.map(({ well }) => well));
  const stuck = masks.filter(({ well }) => {
    const isTaken = all.some((mask) => mask.well === placeOf(well) && !moving.has(mask.well));
    return isTaken || (origins.get(well)?.size ?? 0) > 1;
  });
  if (stuck.length > 0) throw masksInTheWay(plate, stuck, placeOf);
  const lies = `the plate lay ${TURN_WORDS[turn]}`;
  const said = { plateId: plate.id, by, authorisedBy };
  changeMasks(store, {
    ...said,
    changes: [{ wells: [...moving], action: "unmask" }],
    reason: `Masks move with their numbers: ${lies}.`,
  });
  for (const mask of masks) {
    changeMasks(store, {
      ...said,
      changes: [{ wells: [placeOf(mask.well)], action: "mask" }],
      reason: `${mask.reason} (put on ${mask.well} by ${mask.by}; ${lies})`,
    });
  }
}

/** Two masks on one well could not be told apart when the plate is said to lie otherwise again. */
function masksInTheWay(
  plate: PlateRow,
  stuck: readonly StandingMask[],
  placeOf: (well: WellName) => WellName,
): PlatewardenError {
  const ways = listed(stuck.map(({ well }) => `${well} to ${placeOf(well)}`));
  return new PlatewardenError(
    "MASKS_IN_THE_WAY",
    `On plate ${plate.barcode} masks cannot go with their numbers (${ways}): one of these wells is masked for another reading of it too. Take these masks off first.`,
    { detail: { plateId: plate.id, wells: stuck.map(({ well }) => well) } },
  );
}

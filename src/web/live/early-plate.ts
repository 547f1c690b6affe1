import type { PlateView } from "../../api/views.ts";
import { fetchPlate } from "../clients/live-client.ts";
import { parseRoute } from "../route.ts";

let early: { readonly plateId: string; readonly view: Promise<PlateView> } | null = null;

/** Asks for the plate that the address names while the page is still finding out who is signed in. */
export function askForPlateEarly(hash: string): void {
  const { page, parts } = parseRoute(hash);
  const [plateId] = parts;
  if (page !== "plates" || plateId === undefined) return;
  const view = fetchPlate(plateId);
  // Whoever takes it hears of a failure; until then nobody has to.
  view.catch(() => undefined);
  early = { plateId, view };
}

/** The plate that was asked for early, once; null when it was another one or none. */
export function takeEarlyPlate(plateId: string): Promise<PlateView> | null {
  const taken = early?.plateId === plateId ? early.view : null;
  early = null;
  return taken;
}

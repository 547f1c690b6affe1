import type { ScanView } from "../../api/views.ts";
import type { Message } from "../parts/notice.tsx";
import type { PlateDraft } from "./plate-draft.ts";

/** Sample, layout, reader and operator are shown and wait for Enter. */
export interface CheckStep {
  readonly kind: "check";
  readonly scan: ScanView;
  readonly draft: PlateDraft;
  readonly message: Message | null;
  /** When the check appeared, by the page's own clock. */
  readonly sinceMs: number;
}

/** Where the technician is on the way from a barcode to a started plate. */
export type ScanStep =
  | { readonly kind: "waiting"; readonly message: Message | null }
  | { readonly kind: "looking-up"; readonly barcode: string }
  | { readonly kind: "details"; readonly scan: ScanView; readonly draft: PlateDraft }
  | CheckStep
  | { readonly kind: "starting"; readonly scan: ScanView; readonly draft: PlateDraft };

export const WAITING: ScanStep = { kind: "waiting", message: null };

/** Many scanners end a barcode with two line ends; the second one must not pass for a person's consent. */
const UNSEEN_MS = 300;

export function checkStep(scan: ScanView, draft: PlateDraft): CheckStep {
  return { kind: "check", scan, draft, message: null, sinceMs: Date.now() };
}

/** False while nobody can have read the check yet. */
export function canBeConfirmed(step: CheckStep): boolean {
  return Date.now() - step.sinceMs >= UNSEEN_MS;
}

/** A plate was scanned where a person's name belongs. */
export function barcodeNotPerson(why: string): Message {
  const remedy = "Nothing was done. Scan the plate again, then type who you are.";
  return { tone: "bad", text: why, remedy };
}

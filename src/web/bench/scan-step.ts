import type { ScanView } from "../../api/views.ts";
import type { Message } from "../parts/notice.tsx";
import type { PlateDraft } from "./plate-draft.ts";

/** Sample, layout and reader are shown and wait for Enter. */
export interface CheckStep {
  readonly kind: "check";
  readonly scan: ScanView;
  readonly draft: PlateDraft;
  readonly message: Message | null;
  /** When the check appeared, by a clock that nobody sets. */
  readonly sinceMs: number;
}

/** Where the technician is on the way from a barcode to a started plate. */
export type ScanStep =
  | { readonly kind: "waiting"; readonly message: Message | null }
  | { readonly kind: "looking-up"; readonly barcode: string }
  /** A barcode that no plan knows was typed by hand: it is asked for once more. */
  | { readonly kind: "retype"; readonly scan: ScanView }
  | { readonly kind: "details"; readonly scan: ScanView; readonly draft: PlateDraft }
  | CheckStep
  | { readonly kind: "starting"; readonly scan: ScanView; readonly draft: PlateDraft };

export const WAITING: ScanStep = { kind: "waiting", message: null };

/** Many scanners end a barcode with two line ends; the second one must not pass for a person's consent. */
export const UNSEEN_MS = 300;

export function checkStep(scan: ScanView, draft: PlateDraft): CheckStep {
  return { kind: "check", scan, draft, message: null, sinceMs: performance.now() };
}

/** False while nobody can have read the check yet. */
export function canBeConfirmed(step: CheckStep): boolean {
  return performance.now() - step.sinceMs >= UNSEEN_MS;
}

/**
 * What follows a barcode: one typed by hand must be typed alike twice where neither plan nor store knows it, since
 * nothing else would tell a slip of the finger; what is known is compared with the plate at the check.
 */
export function stepAfterScan(
  scan: ScanView,
  draft: PlateDraft,
  known: { readonly typed: boolean; readonly complete: boolean },
): ScanStep {
  const unknown = scan.planned === null && scan.alreadyRead === null;
  if (known.typed && unknown) return { kind: "retype", scan };
  return known.complete ? checkStep(scan, draft) : { kind: "details", scan, draft };
}

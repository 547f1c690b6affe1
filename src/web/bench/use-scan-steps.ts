import { useState } from "preact/hooks";
import type { BenchView, ScanView } from "../../api/views.ts";
import { fetchScan, startRun } from "../clients/bench-client.ts";
import { readMemory, writeMemory } from "../parts/memory.ts";
import { refusal } from "../parts/notice.tsx";
import { showSignIn } from "../shell/use-session.ts";
import {
  chooseReader,
  detailsOf,
  draftFromScan,
  draftProblems,
  nextReader,
  type PlateDraft,
} from "./plate-draft.ts";
import { type CheckStep, checkStep, type ScanStep, stepAfterScan, WAITING } from "./scan-step.ts";

export interface ScanSteps {
  readonly step: ScanStep;
  /** `typed`: by a person's fingers, not by a scanner. */
  readonly lookUp: (barcode: string, typed: boolean) => void;
  readonly start: () => void;
  readonly chooseNextReader: (turn: 1 | -1) => void;
  readonly changeDraft: (draft: PlateDraft) => void;
  readonly goToDetails: () => void;
  readonly goToCheck: () => void;
  readonly cancel: () => void;
}

/** The way from a barcode to a started plate. An answer that comes after the technician went elsewhere is dropped. */
export function useScanSteps(
  bench: BenchView,
  connected: boolean,
  onWaitingReading: (readingId: string) => void,
): ScanSteps {
  const [step, setStep] = useState<ScanStep>(WAITING);

  const goOn = (scan: ScanView, typed: boolean): ScanStep => {
    const draft = draftFromScan(scan, bench, chooseReader(bench.readers, readMemory("reader")));
    const complete = draftProblems(draft, scan, bench).length === 0;
    return stepAfterScan(scan, draft, { typed, complete });
  };

  const lookUp = async (barcode: string, typed: boolean): Promise<void> => {
    if (step.kind === "retype") {
      setStep(step.scan.barcode === barcode ? goOn(step.scan, false) : typedDifferently(step.scan));
      return;
    }
    const lookingUp: ScanStep = { kind: "looking-up", barcode };
    const answer = (next: ScanStep) => setStep((now) => (now === lookingUp ? next : now));
    setStep(lookingUp);
    try {
      const scan = await fetchScan(barcode);
      if (scan.badge) {
        answer(WAITING);
        showSignIn(barcode);
      } else if (scan.waiting !== null) {
        const text = `${scan.barcode} has been read already and waits to be assigned.`;
        answer({ kind: "waiting", message: { tone: "good", text, remedy: "Say what it is." } });
        onWaitingReading(scan.waiting);
      } else {
        answer(goOn(scan, typed));
      }
    } catch (error) {
      answer({ kind: "waiting", message: refusal(error) });
    }
  };

  const start = async (asked: CheckStep): Promise<void> => {
    const { scan, draft } = asked;
    const why = whyNotNow(draft, bench, connected);
    if (why !== null) {
      setStep({ ...asked, message: { tone: "bad", text: why, remedy: "Nothing was started." } });
      return;
    }
    setStep({ kind: "starting", scan, draft });
    try {
      await startRun({ ...detailsOf(draft), readerId: draft.readerId });
      writeMemory("reader", draft.readerId);
      const text = `${draft.barcode} has started on ${draft.readerId}.`;
      setStep({ kind: "waiting", message: { tone: "good", text, remedy: null } });
    } catch (error) {
      setStep({ ...asked, message: refusal(error) });
    }
  };

  return {
    step,
    lookUp: (barcode, typed) => void lookUp(barcode, typed),
    start: () => {
      if (step.kind === "check") void start(step);
    },
    chooseNextReader: (turn) => {
      if (step.kind !== "check") return;
      const readerId = nextReader(bench.readers, step.draft.readerId, turn);
      setStep({ ...step, draft: { ...step.draft, readerId }, message: null });
    },
    changeDraft: (draft) => {
      if (step.kind === "details") setStep({ ...step, draft });
    },
    goToDetails: () => {
      if ("draft" in step) setStep({ kind: "details", scan: step.scan, draft: step.draft });
    },
    goToCheck: () => {
      if ("draft" in step) setStep(checkStep(step.scan, step.draft));
    },
    cancel: () => setStep(WAITING),
  };
}

function typedDifferently(scan: ScanView): ScanStep {
  const text = `That is not ${scan.barcode} again.`;
  const remedy = "Nothing was started. Scan the plate, or type its barcode twice alike.";
  return { kind: "waiting", message: { tone: "bad", text, remedy } };
}

/** What the page itself knows to be in the way; null when the server may be asked. */
function whyNotNow(draft: PlateDraft, bench: BenchView, connected: boolean): string | null {
  if (!connected) return "There is no connection to the bench computer.";
  const reader = bench.readers.find((one) => one.id === draft.readerId);
  return reader?.state === "ready" ? null : `${draft.readerId} is not ready.`;
}

import { useState } from "preact/hooks";
import type { BenchView } from "../../api/views.ts";
import { fetchScan, startRun } from "../api-client.ts";
import { readMemory, writeMemory } from "../parts/memory.ts";
import { refusal } from "../parts/notice.tsx";
import {
  chooseReader,
  detailsOf,
  draftFromScan,
  draftProblems,
  nextReader,
  type PlateDraft,
} from "./plate-draft.ts";
import {
  barcodeNotPerson,
  type CheckStep,
  checkStep,
  type ScanStep,
  WAITING,
} from "./scan-step.ts";

export interface ScanSteps {
  readonly step: ScanStep;
  /** Who was here last; null asks at the next plate. */
  readonly operator: string | null;
  readonly forgetOperator: () => void;
  readonly lookUp: (barcode: string) => void;
  readonly start: () => void;
  readonly chooseNextReader: (turn: 1 | -1) => void;
  readonly changeDraft: (draft: PlateDraft) => void;
  readonly goToDetails: () => void;
  readonly goToCheck: () => void;
  /** Back to the scan, saying why. */
  readonly scanAgain: (why: string) => void;
  readonly cancel: () => void;
}

/** The way from a barcode to a started plate. An answer that comes after the technician went elsewhere is dropped. */
export function useScanSteps(bench: BenchView, connected: boolean): ScanSteps {
  const [step, setStep] = useState<ScanStep>(WAITING);
  const [operator, setOperator] = useState(readMemory("operator"));

  const lookUp = async (barcode: string): Promise<void> => {
    const lookingUp: ScanStep = { kind: "looking-up", barcode };
    const answer = (next: ScanStep) => setStep((now) => (now === lookingUp ? next : now));
    setStep(lookingUp);
    try {
      const scan = await fetchScan(barcode);
      const readerId = chooseReader(bench.readers, readMemory("reader"));
      const draft = draftFromScan(scan, bench, {
        operator: readMemory("operator") ?? "",
        readerId,
      });
      const complete = draftProblems(draft, scan, bench).length === 0;
      answer(complete ? checkStep(scan, draft) : { kind: "details", scan, draft });
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
      writeMemory("operator", draft.operator.trim());
      writeMemory("reader", draft.readerId);
      setOperator(draft.operator.trim());
      const text = `${draft.barcode} has started on ${draft.readerId}.`;
      setStep({ kind: "waiting", message: { tone: "good", text, remedy: null } });
    } catch (error) {
      setStep({ ...asked, message: refusal(error) });
    }
  };

  return {
    step,
    operator,
    forgetOperator: () => {
      writeMemory("operator", "");
      setOperator(null);
    },
    lookUp: (barcode) => void lookUp(barcode),
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
    scanAgain: (why) => setStep({ kind: "waiting", message: barcodeNotPerson(why) }),
    cancel: () => setStep(WAITING),
  };
}

/** What the page itself knows to be in the way; null when the server may be asked. */
function whyNotNow(draft: PlateDraft, bench: BenchView, connected: boolean): string | null {
  if (!connected) return "There is no connection to the bench computer.";
  const reader = bench.readers.find((one) => one.id === draft.readerId);
  return reader?.state === "ready" ? null : `${draft.readerId} is not ready.`;
}

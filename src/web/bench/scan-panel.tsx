import { useEffect, useRef } from "preact/hooks";
import type { BenchView, PlannedPlateView } from "../../api/views.ts";
import { DetailsForm } from "./details-form.tsx";
import { barcodesUnderWay } from "./known-barcodes.ts";
import { REREAD_KEY } from "./reread-key.ts";
import { canBeConfirmed, type ScanStep } from "./scan-step.ts";
import { StartCheck } from "./start-check.tsx";
import { watchTyping } from "./typed-by-hand.ts";
import { useScanFocus } from "./use-scan-focus.ts";
import { type ScanSteps, useScanSteps } from "./use-scan-steps.ts";
import { WaitingStep } from "./waiting-step.tsx";

/** Longer than any barcode, so that one that is too long is refused and not cut. */
const LONGEST_SCAN = 80;
const readerKeys: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

/** What a button elsewhere on the page does; null before this panel stands. */
interface Pressed {
  current: (() => void) | null;
}

/** Scan, check, Enter: how a plate is started. One field takes the scanner's text at every step. */
export function ScanPanel(props: {
  bench: BenchView;
  connected: boolean;
  /** Which plate the key for reading again means; null where there is none. */
  rereadBarcode: string | null;
  /** Is given what the button for reading again does. */
  readAgain: Pressed;
  onWaitingReading: (readingId: string) => void;
}) {
  const steps = useScanSteps(props.bench, props.connected, props.onWaitingReading);
  const { step } = steps;
  const field = useRef<HTMLInputElement>(null);
  const typing = useRef(watchTyping());
  useScanFocus(field, step.kind !== "details");
  useRereadKey(props.readAgain, props.rereadBarcode, steps);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = field.current;
    if (input === null || step.kind === "starting") return;
    const barcode = input.value.trim();
    input.value = "";
    const typed = typing.current.wasTyped();
    if (barcode !== "") steps.lookUp(barcode, typed);
    else if (step.kind === "check" && canBeConfirmed(step)) steps.start();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const turn = readerKeys[event.key];
    if (event.key === "Escape") {
      if (field.current) field.current.value = "";
      steps.cancel();
    } else if (turn !== undefined && step.kind === "check") {
      event.preventDefault();
      steps.chooseNextReader(turn);
    }
  };

  return (
    <section class="panel scan-panel" aria-label="Start a plate">
      <form onSubmit={submit} autocomplete="off">
        <label class="scan-label" for="scan-field">
          {promptOf(step)}
        </label>
        <input
          id="scan-field"
          class="scan-field"
          ref={field}
          onKeyDown={onKeyDown}
          onInput={(event) =>
            typing.current.changed(event.currentTarget.value.length, event.timeStamp)
          }
          maxLength={LONGEST_SCAN}
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="go"
        />
      </form>
      <div class="scan-step">
        <StepContent bench={props.bench} steps={steps} />
      </div>
    </section>
  );
}

/** One key, or the button at the lamp, does what scanning the last plate once more would do. */
function useRereadKey(press: Pressed, barcode: string | null, steps: ScanSteps): void {
  press.current = () => {
    if (barcode !== null && steps.step.kind === "waiting") steps.lookUp(barcode, false);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === REREAD_KEY) press.current?.();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [press]);
}

function StepContent(props: { bench: BenchView; steps: ScanSteps }) {
  const { bench, steps } = props;
  const { step } = steps;
  if (step.kind === "details") {
    return (
      <DetailsForm
        key={step.scan.barcode}
        bench={bench}
        scan={step.scan}
        draft={step.draft}
        withReader={true}
        bar={null}
        doneLabel="Check"
        onChange={steps.changeDraft}
        onDone={steps.goToCheck}
        onCancel={steps.cancel}
      />
    );
  }
  if (step.kind === "check" || step.kind === "starting") {
    return (
      <StartCheck
        bench={bench}
        scan={step.scan}
        draft={step.draft}
        busy={step.kind === "starting"}
        message={step.kind === "check" ? step.message : null}
        onStart={steps.start}
        onChange={steps.goToDetails}
        onCancel={steps.cancel}
      />
    );
  }
  return (
    <WaitingStep
      message={step.kind === "waiting" ? step.message : null}
      planned={notUnderWay(bench)}
    />
  );
}

/** Planned plates that no reader has begun. */
function notUnderWay(bench: BenchView): PlannedPlateView[] {
  const underWay = barcodesUnderWay(bench);
  return bench.planned.filter((plate) => !underWay.has(plate.barcode));
}

function promptOf(step: ScanStep): string {
  if (step.kind === "looking-up") return `Looking up ${step.barcode} …`;
  if (step.kind === "starting") return `Starting ${step.draft.barcode} …`;
  if (step.kind === "check") return "Right? Press Enter to start";
  if (step.kind === "details") return "Say what is missing";
  if (step.kind === "retype") return "No plan knows it: type the barcode once more";
  return "Scan the plate’s barcode";
}

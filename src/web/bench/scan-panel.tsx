import { useRef } from "preact/hooks";
import type { BenchView, PlannedPlateView } from "../../api/views.ts";
import { DetailsForm } from "./details-form.tsx";
import { barcodesUnderWay } from "./known-barcodes.ts";
import { canBeConfirmed, type ScanStep } from "./scan-step.ts";
import { StartCheck } from "./start-check.tsx";
import { useScanFocus } from "./use-scan-focus.ts";
import { type ScanSteps, useScanSteps } from "./use-scan-steps.ts";
import { WaitingStep } from "./waiting-step.tsx";

/** Longer than any barcode, so that one that is too long is refused and not cut. */
const LONGEST_SCAN = 80;
const readerKeys: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

/** Scan, check, Enter: how a plate is started. One field takes the scanner's text at every step. */
export function ScanPanel(props: { bench: BenchView; connected: boolean }) {
  const steps = useScanSteps(props.bench, props.connected);
  const { step } = steps;
  const field = useRef<HTMLInputElement>(null);
  useScanFocus(field, step.kind !== "details");

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = field.current;
    if (input === null || step.kind === "starting") return;
    const barcode = input.value.trim();
    input.value = "";
    if (barcode !== "") steps.lookUp(barcode);
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
        onBarcodeAsOperator={steps.scanAgain}
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
      operator={steps.operator}
      onForget={steps.forgetOperator}
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
  return "Scan the plate’s barcode";
}

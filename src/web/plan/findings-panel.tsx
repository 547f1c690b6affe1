import type { PlanFindingView } from "../../api/plan-views.ts";
import { FirstOf } from "../parts/first-of.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import type { PlanChecking } from "./use-plan-check.ts";

const SHOWN = 8;

/** What is wrong with the plan so far, errors first; each leads to the field where it is mended. */
export function FindingsPanel(props: {
  checking: PlanChecking;
  untouched: boolean;
  onGoTo: (finding: PlanFindingView) => void;
}) {
  if (props.untouched) return <FirstSteps />;
  const { check, upToDate, problem } = props.checking;
  const findings = [...(check?.findings ?? [])].sort((a, b) =>
    a.severity.localeCompare(b.severity),
  );
  return (
    <Panel title="Check" note={noteOf(props.checking)} class="plan-findings">
      <p aria-live="polite" class="plan-verdict">
        {problem === null ? verdictOf(props.checking) : `${problem.text} ${problem.remedy ?? ""}`}
      </p>
      <div class={upToDate ? "" : "plan-stale"}>
        <FirstOf
          items={findings}
          shown={SHOWN}
          class="finding-list"
          render={(finding) => (
            <li key={`${finding.table} ${finding.row} ${finding.field} ${finding.sentence}`}>
              <button type="button" class="finding" onClick={() => props.onGoTo(finding)}>
                <span class={`badge tone-${finding.severity === "error" ? "bad" : "look"}`}>
                  <Icon name={finding.severity === "error" ? "cross" : "warning"} />
                  {finding.severity === "error" ? "Error" : "Look"}
                </span>
                <span>
                  <span class="soft">{placeName(finding)}</span>
                  <strong>{finding.sentence}</strong> {finding.remedy}
                </span>
              </button>
            </li>
          )}
        />
      </div>
    </Panel>
  );
}

/** Before anything is typed nothing is wrong. */
function FirstSteps() {
  return (
    <Panel title="Check" note="nothing to check yet" class="plan-findings">
      <p aria-live="polite" class="plan-verdict">
        Begin with a title.
      </p>
      <ol class="plan-steps">
        <li>A title and a short name for the plan.</li>
        <li>A row for each sample: its name and the patient’s pseudonym.</li>
        <li>
          A row for each plate: barcode, sample, layout and when it is due. A series adds many.
        </li>
        <li>The lots of the compounds, if you know them.</li>
      </ol>
      <p class="soft">What is still missing is said here as you type.</p>
    </Panel>
  );
}

function noteOf({ check, upToDate }: PlanChecking): string {
  if (check === null || !upToDate) return "checking …";
  return check.findings.length === 0 ? "nothing found" : String(check.findings.length);
}

function verdictOf({ check, upToDate }: PlanChecking): string {
  if (check === null || !upToDate) return "Checking …";
  const plates = `${check.plates} ${check.plates === 1 ? "plate" : "plates"}`;
  return check.usable ? `Ready: ${plates} can be planned.` : "Not ready: mend the errors below.";
}

const TABLES = { plan: "Plan", sample: "Samples", plate: "Plates", lot: "Lots" } as const;

function placeName({ table, row }: PlanFindingView): string {
  return row === null ? TABLES[table] : `${TABLES[table]}, row ${row + 1}`;
}

import type { LayoutCheckView, LayoutFindingView } from "../../api/layout-views.ts";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";

/** What the checks say, in the words of the command; a click shows the wells and the line. */
export function LayoutFindings(props: {
  check: LayoutCheckView | null;
  upToDate: boolean;
  onShow: (finding: LayoutFindingView) => void;
}) {
  const { check, upToDate } = props;
  const findings = check?.findings ?? [];
  const errors = findings.filter((one) => one.severity === "error").length;
  const note =
    check === null || !upToDate ? "checking …" : summary(errors, findings.length - errors);
  return (
    <Panel title="Checks" note={note}>
      <ul class="layout-findings" aria-live="polite">
        {findings.map((finding) => (
          <li key={`${finding.check} ${finding.line} ${finding.column} ${finding.sentence}`}>
            <button type="button" class="layout-finding" onClick={() => props.onShow(finding)}>
              <Icon name={finding.severity === "error" ? "cross" : "warning"} />
              <span>
                <strong>{finding.severity === "error" ? "Error" : "Warning"}</strong>
                {finding.line === null ? "" : `, line ${finding.line}`}: {finding.sentence}.
                {finding.remedy === null ? null : <span class="soft"> {finding.remedy}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {check === null || check.orientation.length === 0 ? null : (
        <>
          <h3>If the plate lay the wrong way round</h3>
          <ul class="layout-turns">
            {check.orientation.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function summary(errors: number, warnings: number): string {
  if (errors + warnings === 0) return "everything is in order";
  const words = [
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? "error" : "errors"}`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`]),
  ];
  return words.join(", ");
}

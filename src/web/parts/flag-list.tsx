import { useState } from "preact/hooks";
import type { FlagView } from "../../api/views.ts";
import { formatDose, formatMoment, formatPercent } from "../format.ts";
import { plateAddress } from "../route.ts";
import { wordOfClass } from "../words.ts";
import { Badge } from "./badge.tsx";
import { Icon } from "./icon.tsx";
import { visibleFlags } from "./visible-flags.ts";
import { withoutArm } from "./without-arm.ts";

/** Flags, combinations before quality, each with the RAS status it must be read beside; its full reasons open on demand. */
export function FlagList(props: { flags: readonly FlagView[] }) {
  const [all, setAll] = useState(false);
  const { always, rest } = visibleFlags(props.flags);
  return (
    <>
      <ul class="flags">
        {[...always, ...(all ? rest : [])].map((flag) => (
          <FlagItem key={flag.id} flag={flag} />
        ))}
      </ul>
      {rest.length === 0 || all ? null : (
        <button type="button" class="show-all" onClick={() => setAll(true)}>
          Show all {props.flags.length}
        </button>
      )}
    </>
  );
}

function FlagItem(props: { flag: FlagView }) {
  const { flag } = props;
  return (
    <li class={`flag flag-${flag.kind} flag-${flag.severity}`}>
      <p class="flag-title">
        <Icon name={flag.kind === "combination" ? "flag" : "warning"} /> {flag.title}
      </p>
      <FlagFacts flag={flag} />
      <p>{shortReason(flag)}</p>
      <div class="flag-foot">
        <details>
          <summary>All reasons</summary>
          <ul class="reasons">
            {flag.reasons.map((reason) => (
              <li key={reason}>{withoutArm(reason, flag.arm)}</li>
            ))}
            <li>
              Rule <code>{flag.ruleId}</code>
            </li>
          </ul>
        </details>
        <span class="flag-source">
          <a href={plateAddress(flag.plateId)}>Plate {flag.barcode}</a>,{" "}
          {formatMoment(flag.raisedAtUtc)}
        </span>
      </div>
    </li>
  );
}

function FlagFacts(props: { flag: FlagView }) {
  const { flag } = props;
  return (
    <p class="flag-facts">
      <span>
        Sample <strong>{flag.sample}</strong>
      </span>
      <span>
        RAS <strong>{flag.rasStatus}</strong>
      </span>
      {flag.class === null ? null : <Badge wording={wordOfClass(flag.class)} />}
      {flag.grade === null ? null : <span>grade {flag.grade}</span>}
      {flag.provisional ? <span class="provisional">provisional: plates still to come</span> : null}
    </p>
  );
}

/** The numbers at the reference dose; the first reason of a flag that has none. */
function shortReason(flag: FlagView): string {
  const { atReference, arm } = flag;
  if (atReference === null) return flag.reasons[0] ?? "";
  const { doseUgPerMl, vehiclePercent, inhibitorPercent } = atReference;
  return (
    `At ${formatDose(doseUgPerMl)} prednisolone ${formatPercent(vehiclePercent)} of the cells live with vehicle, ` +
    `${formatPercent(inhibitorPercent)} with ${arm ?? "the inhibitor"}.`
  );
}

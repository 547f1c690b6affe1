import type { FlagView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { plateAddress } from "../route.ts";
import { wordOfClass } from "../words.ts";
import { Badge } from "./badge.tsx";
import { Icon } from "./icon.tsx";

/** Flags, newest first, each with its reasons and the RAS status it must be read beside. */
export function FlagList(props: { flags: readonly FlagView[] }) {
  const flags = [...props.flags].sort((a, b) => b.raisedAtUtc.localeCompare(a.raisedAtUtc));
  if (flags.length === 0) return <p class="empty">No flag has been raised.</p>;
  return (
    <ul class="flags">
      {flags.map((flag) => (
        <FlagItem key={flag.id} flag={flag} />
      ))}
    </ul>
  );
}

function FlagItem(props: { flag: FlagView }) {
  const { flag } = props;
  return (
    <li class={`flag flag-${flag.severity}`}>
      <p class="flag-title">
        <Icon name="flag" /> {flag.title}
      </p>
      <p class="flag-facts">
        <span>
          Sample <strong>{flag.sample}</strong>
        </span>
        <span>
          RAS <strong>{flag.rasStatus}</strong>
        </span>
        {flag.class === null ? null : <Badge wording={wordOfClass(flag.class)} />}
        {flag.grade === null ? null : <span>grade {flag.grade}</span>}
        {flag.provisional ? (
          <span class="provisional">provisional: plates still to come</span>
        ) : null}
      </p>
      <ul class="reasons">
        {flag.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p class="flag-source">
        <a href={plateAddress(flag.plateId)}>Plate {flag.barcode}</a>,{" "}
        {formatMoment(flag.raisedAtUtc)}, rule {flag.ruleId}
      </p>
    </li>
  );
}

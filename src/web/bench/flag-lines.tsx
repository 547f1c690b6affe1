import type { FlagView } from "../../api/views.ts";
import { Icon } from "../parts/icon.tsx";

/** What was flagged on the plate, each beside the RAS status. */
export function FlagLines(props: { flags: readonly FlagView[] }) {
  return (
    <ul class="flag-lines">
      {props.flags.map((flag) => (
        <li key={flag.id} class={`flag-line flag-line-${flag.kind}`}>
          <Icon name={flag.kind === "combination" ? "flag" : "warning"} />
          {flag.class === null ? (
            <span>{flag.title}</span>
          ) : (
            <>
              <strong>
                {flag.arm}: {flag.class}
              </strong>
              {flag.grade === null ? null : <span>grade {flag.grade}</span>}
              {flag.provisional ? <span class="provisional">provisional</span> : null}
            </>
          )}
          <span class="flag-line-ras">
            RAS <strong>{flag.rasStatus}</strong>
          </span>
        </li>
      ))}
    </ul>
  );
}

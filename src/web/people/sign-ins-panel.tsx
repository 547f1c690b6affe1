import type { SignedInView } from "../../api/people-views.ts";
import { fetchSignIns } from "../clients/session-client.ts";
import { formatMoment } from "../format.ts";
import { FirstOf } from "../parts/first-of.tsx";
import { Panel } from "../parts/panel.tsx";
import { useLoaded } from "./use-loaded.ts";

const SHOWN = 10;

/** One's own sessions of late: a stranger's would be seen here. */
export function SignInsPanel({ revision }: { revision: number }) {
  const { view: signIns, problem } = useLoaded(fetchSignIns, revision);
  return (
    <Panel title="Your sign-ins" note="tell an administrator of one that was not yours">
      {problem === null ? null : <p class="field-problem">{problem}</p>}
      <FirstOf
        items={signIns ?? []}
        shown={SHOWN}
        class="rows"
        render={(one) => (
          <li key={one.atUtc}>
            <strong>{formatMoment(one.atUtc)}</strong> with{" "}
            {one.method === "badge" ? "badge and PIN" : "password"}
            <span class="soft">{endWords(one)}</span>
          </li>
        )}
      />
    </Panel>
  );
}

function endWords({ present, endedAtUtc, endedBecause }: SignedInView): string {
  if (present) return "this session";
  if (endedAtUtc === null) return "goes on elsewhere";
  return `ended ${formatMoment(endedAtUtc)}${endedBecause === null ? "" : `: ${endedBecause}`}`;
}

import type { PlateSummaryView } from "../../api/views.ts";
import { usePlate } from "../live/use-plate.ts";
import { Panel } from "../parts/panel.tsx";
import { FlagLines } from "./flag-lines.tsx";
import { PlatePicture } from "./plate-picture.tsx";
import { Verdicts } from "./verdicts.tsx";

/** Curves, flags and a small picture of the plate that was read last, for whoever wants to see more than the lamp. */
export function LatestDetails(props: { plate: PlateSummaryView | null; lastEventId: number }) {
  const { plate: summary } = props;
  const { plate, problem } = usePlate(summary?.id ?? null, props.lastEventId);
  const title = summary === null ? "Curves" : `Curves of ${summary.barcode}`;
  return (
    <Panel title={title} note="assay result for review" class="latest-detail">
      {plate === null ? (
        <p class="empty">{problem ?? (summary === null ? "None yet." : "Loading …")}</p>
      ) : (
        <>
          <FlagLines flags={plate.flags} />
          <Verdicts plate={plate} />
          <PlatePicture plate={plate} />
        </>
      )}
    </Panel>
  );
}

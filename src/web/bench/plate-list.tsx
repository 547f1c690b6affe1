import { useState } from "preact/hooks";
import type { PlateSummaryView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { plateAddress } from "../route.ts";
import { wordOfLamp } from "../words.ts";

const SHOWN = 8;

/** Read plates, newest first, each with what is to be looked at in a few words. */
export function PlateList(props: { plates: readonly PlateSummaryView[] }) {
  const [all, setAll] = useState(false);
  const plates = [...props.plates].sort((a, b) => b.capturedAtUtc.localeCompare(a.capturedAtUtc));
  return (
    <>
      <ul class="rows">
        {plates.slice(0, all ? plates.length : SHOWN).map((plate) => (
          <li key={plate.id}>
            <a class="row-main" href={plateAddress(plate.id)}>
              <strong>{plate.barcode}</strong> sample {plate.sample}
            </a>
            {plate.flags === 0 ? null : (
              <span class="flag-count">
                <Icon name="flag" /> {plate.flags} {plate.flags === 1 ? "flag" : "flags"}
              </span>
            )}
            <span class="quality-reason">{plate.inShort.join("; ")}</span>
            <Badge wording={wordOfLamp(plate.lamp)} />
            <span class="soft">{formatMoment(plate.capturedAtUtc)}</span>
          </li>
        ))}
      </ul>
      {plates.length <= SHOWN || all ? null : (
        <button type="button" onClick={() => setAll(true)}>
          Show all {plates.length}
        </button>
      )}
    </>
  );
}

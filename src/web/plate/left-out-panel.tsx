import type { PlateView, WellView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { wordOfMask } from "../words.ts";
import { contentOf } from "./well-content.ts";

/** The wells that count for nothing on this plate, and why; each leads to its own story. */
export function LeftOutPanel(props: { plate: PlateView }) {
  const { plate } = props;
  const leftOut = plate.wells.filter((well) => well.maskReason !== null);
  if (leftOut.length === 0) return <Panel title="Wells left out" note="none" />;
  return (
    <Panel title="Wells left out" note={String(leftOut.length)}>
      <table class="left-out">
        <tbody>
          {leftOut.map((well) => (
            <LeftOutWell key={well.well} plate={plate} well={well} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function LeftOutWell(props: { plate: PlateView; well: WellView }) {
  const { plate, well } = props;
  return (
    <tr>
      <th scope="row">
        <a
          href={plateAddress(plate.summary.id, well.well)}
          onClick={(event) => {
            event.preventDefault();
            goToWell(well.well);
          }}
        >
          {well.well}
        </a>
      </th>
      <td>
        <span class="soft">{contentOf(well)}</span>
        {whyLeftOut(plate, well).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </td>
    </tr>
  );
}

function whyLeftOut(plate: PlateView, well: WellView): string[] {
  const words = sentence(wordOfMask(well.maskReason ?? "").words);
  const sent = well.measurement === null ? [whatCame(plate, well.measurementToken)] : [];
  return [words, ...sent, ...(well.maskComment === null ? [] : [sentence(well.maskComment)])];
}

function whatCame(plate: PlateView, token: string): string {
  const source = plate.provenance.document === null ? "The reader sent" : "The file has";
  return token === "" ? `${source} nothing.` : `${source} “${token}”.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The well in the grid, which shows its story as soon as it has the focus. */
function goToWell(well: WellName): void {
  document.querySelector<SVGGElement>(`[data-well="${well}"]`)?.focus();
}

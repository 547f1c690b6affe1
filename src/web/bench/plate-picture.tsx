import type { PlateView, WellView } from "../../api/views.ts";
import { HeatMap, type HeatValue } from "../charts/heat-map.tsx";
import { type ModeEntry, modesOf, scaleFor } from "../plate/well-modes.ts";

/** The plate in the last quantity that it has: survival where it was judged. */
export function PlatePicture(props: { plate: PlateView }) {
  const { plate } = props;
  const mode = modesOf(plate).at(-1);
  if (mode === undefined) return null;
  const scale = scaleFor(mode, plate.wells);
  const range = `${mode.label}, 0 to ${scale.domain[1]} ${mode.unit}`;
  return (
    <figure>
      <HeatMap
        values={plate.wells.map((well) => heatOf(well, mode))}
        scale={scale}
        description={`${range} of ${plate.summary.barcode}`}
      />
      <figcaption>{range}</figcaption>
    </figure>
  );
}

/** A well left out is hatched; a control, which has no survival, is only outlined. */
function heatOf(well: WellView, mode: ModeEntry): HeatValue {
  return well.maskReason === null ? (mode.valueOf(well) ?? "pending") : "missing";
}

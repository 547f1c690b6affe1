import type { ReaderView } from "../../api/views.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { HeatMap } from "../charts/heat-map.tsx";
import { PlateUnderWay } from "./plate-under-way.tsx";

/**
 * The page's one place for plates under way, always as high as one plate with both wavelengths, so that nothing
 * moves when a reader begins or ends. Readers that read at the same time share it.
 */
export function PlatesUnderWay(props: { readers: readonly ReaderView[]; clockOffsetMs: number }) {
  const reading = props.readers.flatMap(({ id, progress }) =>
    progress === null ? [] : [{ id, progress }],
  );
  return (
    <div class="under-way">
      {reading.map(({ id, progress }) => (
        <PlateUnderWay
          key={id}
          readerId={id}
          progress={progress}
          alone={reading.length === 1}
          clockOffsetMs={props.clockOffsetMs}
        />
      ))}
      {reading.length === 0 ? <NoPlate /> : null}
    </div>
  );
}

function NoPlate() {
  return (
    <div class="no-plate">
      <div class="no-plate-picture">
        <HeatMap values={[]} scale={absorbanceScale([])} description="No plate is being read" />
      </div>
      <p>No plate is being read.</p>
    </div>
  );
}

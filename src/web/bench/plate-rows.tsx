import type { ReadingProgress } from "../../api/views.ts";
import type { ColourScale } from "../charts/colour-scale.ts";
import { HeatMap, type HeatValue } from "../charts/heat-map.tsx";

const ROWS = 8;
const COLUMNS = 12;

/** One wavelength of a plate as far as it has come, in the scale that it shares with the other. */
export function PlateRows(props: {
  title: string;
  rows: ReadingProgress["rows"]["measurement"];
  scale: ColourScale;
}) {
  const { title, rows, scale } = props;
  const values = Array.from({ length: ROWS * COLUMNS }, (_, index): HeatValue => {
    const row = rows[Math.floor(index / COLUMNS)];
    if (row === null || row === undefined) return "pending";
    return row[index % COLUMNS] ?? "missing";
  });
  const arrived = rows.filter((row) => row !== null).length;
  const state = arrived === 0 ? "no row yet" : `${arrived} of ${ROWS} rows`;
  return (
    <figure class="plate-rows">
      <HeatMap values={values} scale={scale} description={`${title}: ${state}`} />
      <figcaption>
        {title}: {state}
        {arrived === 0 ? null : <span class="soft">0 to {scale.domain[1]} AU</span>}
      </figcaption>
    </figure>
  );
}

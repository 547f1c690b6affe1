/** Many plates with numbers of their own, bound to samples as the bench does it. */
import type { Store } from "../../src/store/open-store.ts";
import { begin, endRun, measured, paperBench, study } from "./paper-bench.ts";

/** Between -1 and 1, the same for the same plate and well. */
function noise(plate: number, well: number): number {
  const sine = Math.sin(plate * 127.1 + well * 311.7) * 43_758.5453;
  return 2 * (sine - Math.floor(sine)) - 1;
}

function clockOf(index: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `06/03/2026 ${two(8 + (Math.floor(index / 3600) % 14))}:${two(Math.floor(index / 60) % 60)}:${two(index % 60)}`;
}

/** Plates P-0, P-1 … of samples S0, S1 …, so many a sample; like those of the study, with other scatter. */
export async function fillStore(
  store: Store,
  { plates, platesPerSample }: { readonly plates: number; readonly platesPerSample: number },
): Promise<void> {
  const bench = paperBench(store);
  for (let index = 0; index < plates; index += 1) {
    const id = study.plates[index % study.plates.length]?.id ?? "";
    const plate = measured(id, clockOf(index));
    const measurement = plate.measurement.map((row, line) =>
      row.map((value, column) =>
        value === null
          ? null
          : Number((value + 0.012 * noise(index, 12 * line + column)).toFixed(3)),
      ),
    );
    const run = begin(bench, {
      barcode: `P-${index}`,
      sample: `S${Math.floor(index / platesPerSample)}`,
    });
    await endRun(bench, run.id, { ...plate, measurement });
  }
}

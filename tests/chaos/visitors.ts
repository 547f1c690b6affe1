/** People who take a reader away from an interrupted run and read a plate of their own at its panel. */
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { ChaosBench, RoughReader } from "./chaos-bench.ts";
import { randomPlate } from "./chaos-plates.ts";
import { openRows, tokensOfPlate } from "./stored-rows.ts";
import type { Station } from "./technicians.ts";

const VISIT_WITHIN_MS = 10_000;

/** Whether the last plate that somebody else has read at a panel is stored; false when that cannot be seen just now. */
function isStored(file: string, plate: InsertedPlate | undefined): boolean {
  if (plate === undefined) return true;
  try {
    const rows = openRows(file);
    const tokens = tokensOfPlate(plate);
    const found = rows.plates().some((reading) => reading.tokens === tokens);
    rows.close();
    return found;
  } catch {
    return false;
  }
}

export interface Visitors {
  readonly plates: { readonly readerId: string; readonly plate: InsertedPlate }[];
  visit(where: number): Promise<boolean>;
}

/** Somebody takes a reader away from an interrupted run and reads a plate of his own at its panel. */
export function visitorsOf(
  bench: ChaosBench,
  stations: ReadonlyMap<string, Station>,
  parts: { readonly file: string; readonly random: () => number },
): Visitors {
  const plates: { readerId: string; plate: InsertedPlate }[] = [];
  const panels = bench.readers.filter((reader) => reader.panel !== null);
  async function readAtPanel({ id, panel }: RoughReader): Promise<boolean> {
    if (panel === null) return false;
    const plate = randomPlate(`visitor-${plates.length}`, parts.random);
    await panel.pressStop();
    await panel.insert(plate);
    // From here on it may be in the reader, and so in the database.
    plates.push({ readerId: id, plate });
    await panel.pressStart(4, 6);
    await panel.waitFor(
      (event) => event.event === "read-finished" && event.plateId === plate.id,
      VISIT_WITHIN_MS,
    );
    return true;
  }
  return {
    plates,
    visit: async (where) => {
      const reader = panels[Math.floor(where * panels.length)];
      const station = reader === undefined ? undefined : stations.get(reader.id);
      // A reader keeps one plate: who reads another before the first is fetched overwrites it.
      if (reader === undefined || station === undefined) return false;
      const before = plates.findLast(({ readerId }) => readerId === reader.id)?.plate;
      if (!isStored(parts.file, before)) return false;
      return station.alone(() => readAtPanel(reader));
    },
  };
}

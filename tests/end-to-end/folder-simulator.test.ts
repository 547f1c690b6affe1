/** The simulated program of a vendor: what it saves is read by the importer, or refused by it, as each fault deserves. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../drivers/exports/simulator/start-simulator.ts";
import { EXPORT_FAULTS, type ExportFault } from "../../drivers/exports/simulator/vendor-program.ts";
import { readSimulatedPlate } from "../../src/bench-tools/simulated-plate.ts";
import { exportImporter } from "../../src/cli/interpreters.ts";
import { freshFolder } from "../store/fresh-store.ts";

/** How many of the saved files give the plate; the others must be refused. */
const WHOLE_FILES: Readonly<Record<ExportFault, readonly [plates: number, refused: number]>> = {
  "slow-write": [1, 0],
  "temporary-name": [1, 0],
  "saved-twice": [2, 0],
  "utf-16": [1, 0],
  "cut-off": [0, 1],
  empty: [0, 1],
  garbage: [0, 1],
};

describe("a folder of exports", () => {
  test("holds the plate, or what the importer refuses, for every fault", async () => {
    const folder = freshFolder();
    const program = await startSimulator({ folder });
    onTestFinished(() => program.stop());
    const plate = readSimulatedPlate("example");
    await program.insert(plate);
    const { importFile } = exportImporter([]);
    const outcomes: Record<string, [number, number]> = {};
    for (const [index, fault] of [null, ...EXPORT_FAULTS].entries()) {
      if (fault !== null) await program.fault(fault);
      await program.pressStart();
      await program.waitFor(
        () => program.events.filter(({ event }) => event === "saved").length > index,
      );
      const counts: [number, number] = [0, 0];
      for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name));
        rmSync(join(folder, name));
        const outcome = await importFile({ name, bytes });
        if (outcome.kind === "refused") counts[1] += 1;
        else {
          counts[0] += outcome.plates.length;
          const [read] = outcome.plates[0]?.reads ?? [];
          expect(read?.wells.A1).toMatchObject({ absorbance: plate.measurement[0]?.[0] });
          expect(read?.wells.H12).toMatchObject({ absorbance: plate.measurement[7]?.[11] });
        }
      }
      outcomes[fault ?? "none"] = counts;
    }
    expect(outcomes).toEqual({ none: [1, 0], ...WHOLE_FILES });
  });
});

/** Every simulated reader that `simulate` can start. */
import { bioRadSimulator } from "../../drivers/bio-rad/simulator/facts.ts";
import {
  biotekClassicSimulator,
  biotekModernSimulator,
} from "../../drivers/biotek/simulator/facts.ts";
import { byonoySimulator } from "../../drivers/byonoy/simulator/facts.ts";
import { folderSimulator } from "../../drivers/exports/simulator/facts.ts";
import { opcUaSimulator } from "../../drivers/opcua-lads/simulator/facts.ts";
import { profileSimulator } from "../../drivers/profile/simulator/facts.ts";
import type { SimulatorFacts } from "../../drivers/simulator/simulator-facts.ts";
import { spectraMaxSimulator } from "../../drivers/spectramax/simulator/facts.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { suggestName } from "../layout/closest-name.ts";

export const SIMULATORS: readonly SimulatorFacts[] = [
  bioRadSimulator,
  biotekClassicSimulator,
  biotekModernSimulator,
  byonoySimulator,
  folderSimulator,
  opcUaSimulator,
  profileSimulator,
  spectraMaxSimulator,
];

/** Throws SIMULATOR_UNKNOWN, naming what was probably meant. */
export function requireSimulator(id: string): SimulatorFacts {
  const facts = SIMULATORS.find((one) => one.id === id);
  if (facts !== undefined) return facts;
  const known = SIMULATORS.map((one) => one.id);
  throw new PlatewardenError(
    "SIMULATOR_UNKNOWN",
    `There is no simulated reader ${id}. ${suggestName(id, known)}`.trim(),
    { detail: { simulator: id, known } },
  );
}

import { ALL_WELLS } from "../../domain/well.ts";
import { type CorrectedPlate, numbersOf, unmasked } from "../correct-plate.ts";
import { describeSeparation } from "../plate-quality/control-separation.ts";
import { grubbsTest } from "../statistics/grubbs.ts";
import type { AssayGap, ControlsResult, FarthestWell, Gaps } from "./sample-assays.ts";

/**
 * How the plate's untreated wells and blanks stand apart by medians and by the blanks' noise, and which of each is
 * farthest from the others: net absorbance of unmasked wells. For information, nothing is decided by it: the limits are
 * on the plain forms. Source: analysis reference, 1.6 and 1.7.
 */
export function measureControls(plate: CorrectedPlate): ControlsResult {
  const { netAbsorbance } = plate.masks;
  const blanks = unmasked(plate.masks, plate.design.blanks);
  const untreated = unmasked(plate.masks, plate.design.untreated);
  const blankNet = numbersOf(netAbsorbance, blanks);
  const untreatedNet = numbersOf(netAbsorbance, untreated);
  const { zPrimeRobust, ssmdRobust, signalToNoise } = describeSeparation(untreatedNet, blankNet);
  const figures = {
    zPrimeRobust,
    ssmdRobust,
    signalToNoise,
    farthestBlank: farthestOf(blankNet, blanks),
    farthestUntreated: farthestOf(untreatedNet, untreated),
  };
  const enough = {
    zPrimeRobust: blankNet.length >= 2 && untreatedNet.length >= 2,
    ssmdRobust: blankNet.length >= 2 && untreatedNet.length >= 2,
    signalToNoise: blankNet.length >= 2 && untreatedNet.length >= 1,
    farthestBlank: blankNet.length >= 3,
    farthestUntreated: untreatedNet.length >= 3,
  };
  return { plate: plate.plate.plateId, ...figures, notReported: gapsOf(figures, enough) };
}

/** `numbers` are those of the wells, by index. */
function farthestOf(numbers: readonly number[], wells: readonly number[]): FarthestWell | null {
  const grubbs = grubbsTest(numbers);
  const well = grubbs === null ? undefined : ALL_WELLS[wells[grubbs.index] ?? -1];
  return grubbs === null || well === undefined ? null : { well, G: grubbs.G, p: grubbs.pTwoSided };
}

function gapsOf(
  figures: Readonly<Record<string, unknown>>,
  enough: Readonly<Record<string, boolean>>,
): Gaps {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]): [string, AssayGap][] =>
      value === null ? [[name, enough[name] === true ? "NO_SCATTER" : "TOO_FEW_CONTROLS"]] : [],
    ),
  );
}

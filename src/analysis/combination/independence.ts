/**
 * Excess over what two drugs do independently, in points of the vehicle control; above zero they do more together.
 * With arms corrected by their own control, Bliss independence and equal curves are the same thing.
 */

/** Bliss excess = SA/100 (S_v - S_a); `deltaPoints` is S_v - S_a. Source: Bliss 1939, analysis reference 1.2. */
export function blissExcess(singleAgentSurvivalPercent: number, deltaPoints: number): number {
  return (singleAgentSurvivalPercent / 100) * deltaPoints;
}

/** Survival under the better single agent less survival under both, all in percent of the vehicle control. */
export function hsaExcess(
  singleAgentSurvivalPercent: number,
  vehicleSurvivalPercent: number,
  combinedSurvivalPercent: number,
): number {
  return Math.min(singleAgentSurvivalPercent, vehicleSurvivalPercent) - combinedSurvivalPercent;
}

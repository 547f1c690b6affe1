import type { ArmView, ComparisonView, CurvePointView, PlateView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import {
  formatConcentration,
  formatDose,
  formatInterval,
  formatLc50Value,
  formatP,
  formatPercent,
} from "../format.ts";
import { armWells } from "./arm-wells.ts";
import type { OnTrace } from "./trace.ts";
import { TracedNumber } from "./traced-number.tsx";

/** The numbers of a comparison side by side, each with the way to its wells; those of every dose open on demand. */
export function ComparisonNumbers(props: {
  plate: Pick<PlateView, "wells">;
  comparison: ComparisonView;
  arm: ArmView | null;
  vehicle: ArmView | null;
  onTrace?: OnTrace;
}) {
  const { plate, comparison, arm, vehicle, onTrace } = props;
  const dose = comparison.referenceDoseUgPerMl;
  const vehicleArm = vehicle?.arm ?? "";
  const number = (label: string, wells: readonly WellName[], text: string) => (
    <TracedNumber trace={{ label: `${comparison.arm}: ${label}`, wells }} onTrace={onTrace}>
      {text}
    </TracedNumber>
  );
  const both = [...armWells(plate, vehicleArm), ...armWells(plate, comparison.arm)];
  return (
    <>
      <table class="comparison-numbers">
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col" class="number">
              vehicle
            </th>
            <th scope="col" class="number">
              {comparison.arm}
            </th>
          </tr>
        </thead>
        <tbody>
          {dose === null ? null : (
            <tr>
              <th scope="row">Survival at {formatDose(dose)}</th>
              <td class="number">
                {number(
                  "vehicle at the reference dose",
                  armWells(plate, vehicleArm, dose),
                  formatPercent(comparison.survivalVehicleAtReferencePercent, 1),
                )}
              </td>
              <td class="number">
                {number(
                  "inhibitor at the reference dose",
                  armWells(plate, comparison.arm, dose),
                  formatPercent(comparison.survivalInhibitorAtReferencePercent, 1),
                )}
              </td>
            </tr>
          )}
          <tr>
            <th scope="row">
              LC50, µg/mL <span class="soft">interpolated</span>
            </th>
            {[vehicle, arm].map((one, index) => (
              <td key={index === 0 ? "vehicle" : "arm"} class="number">
                {number(
                  "LC50",
                  armWells(plate, one?.arm ?? ""),
                  formatLc50Value(one?.lc50 ?? null),
                )}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">
              LC50 of the fit <span class="soft">95 % profile interval</span>
            </th>
            {[vehicle, arm].map((one, index) => (
              <td key={index === 0 ? "vehicle" : "arm"} class="number">
                {number(
                  "LC50 of the fit",
                  armWells(plate, one?.arm ?? ""),
                  fittedText(one ?? null),
                )}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Without prednisolone, of vehicle</th>
            <td class="number">100 %</td>
            <td class="number">
              {number(
                "inhibitor alone",
                [...armWells(plate, comparison.arm, 0), ...armWells(plate, vehicleArm, 0)],
                formatPercent(arm?.singleAgentSurvivalPercent ?? null, 1),
              )}
            </td>
          </tr>
          <tr>
            <th scope="row">
              Interaction, Q <span class="soft">two-way ANOVA, corrected</span>
            </th>
            <td />
            <td class="number">{number("interaction", both, formatP(comparison.interactionQ))}</td>
          </tr>
        </tbody>
      </table>
      <details class="dose-numbers">
        <summary>Survival at every dose</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">prednisolone, µg/mL</th>
              <th scope="col" class="number">
                vehicle: mean ± SEM (wells)
              </th>
              <th scope="col" class="number">
                {comparison.arm}
              </th>
            </tr>
          </thead>
          <tbody>
            {(arm?.points ?? []).map((point) => (
              <tr key={point.prednisoloneUgPerMl}>
                <th scope="row">{formatConcentration(point.prednisoloneUgPerMl)}</th>
                {[vehicle, arm].map((one, index) => (
                  <td key={index === 0 ? "vehicle" : "arm"} class="number">
                    {number(
                      `${one?.arm ?? ""} at ${formatDose(point.prednisoloneUgPerMl)}`,
                      armWells(plate, one?.arm ?? "", point.prednisoloneUgPerMl),
                      pointText(pointAt(one ?? null, point.prednisoloneUgPerMl)),
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function pointAt(arm: ArmView | null, doseUgPerMl: number): CurvePointView | null {
  return arm?.points.find((point) => point.prednisoloneUgPerMl === doseUgPerMl) ?? null;
}

function pointText(point: CurvePointView | null): string {
  if (point === null || point.meanPercent === null) return "–";
  const sem = point.semPercent === null ? "" : ` ± ${point.semPercent.toFixed(1)}`;
  return `${point.meanPercent.toFixed(1)}${sem} % (${point.n})`;
}

function fittedText(arm: ArmView | null): string {
  if (arm === null || arm.fit === null) return "no fit";
  const { lc50 } = arm.fit;
  if (lc50 === null) return "–";
  const interval = formatInterval(lc50.lowerUgPerMl, lc50.upperUgPerMl);
  return `${formatLc50Value(lc50)}${interval === null ? "" : ` (${interval})`}`;
}

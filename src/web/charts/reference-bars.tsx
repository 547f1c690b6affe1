import { scaleBand, scaleLinear } from "d3-scale";
import { useId } from "preact/hooks";
import type { ArmView, ComparisonView, PlateView } from "../../api/views.ts";
import { formatDose, formatInhibitor, formatP, formatPercent } from "../format.ts";
import { armWells } from "../plate/arm-wells.ts";
import type { OnTrace } from "../plate/trace.ts";
import { TracedNumber } from "../plate/traced-number.tsx";
import { wordOfClass } from "../words.ts";

const HEIGHT = 300;
const COLUMN = 150;
const PLOT = { left: 52, right: 12, top: 26, bottom: 64 } as const;

interface BarGroup {
  readonly arm: ArmView;
  readonly comparison: ComparisonView | null;
  readonly mean: number | null;
  readonly sem: number | null;
  readonly n: number;
  readonly replicates: readonly number[];
}

/**
 * Survival at the reference dose as in Figure 3 of the founding study: the vehicle, then the inhibitors in the order of
 * the plate, mean + SEM and replicates. The narrow bar beside each is what the arm leaves alive without prednisolone, of
 * the vehicle: its single-agent effect, which is divided out of the wide one.
 */
export function ReferenceBars(props: {
  plate: Pick<PlateView, "arms" | "comparisons" | "wells">;
  onTrace?: OnTrace;
}) {
  const { plate, onTrace } = props;
  const dose = plate.comparisons.find(
    (one) => one.referenceDoseUgPerMl !== null,
  )?.referenceDoseUgPerMl;
  if (dose === undefined || dose === null) return null;
  const groups = groupsAt(plate, dose);
  return (
    <div class="reference-bars">
      <div class="reference-picture">
        <BarPicture groups={groups} dose={dose} />
      </div>
      <table class="reference-table" aria-label={`Survival at ${formatDose(dose)} prednisolone`}>
        <thead>
          <tr>
            <th scope="col">arm</th>
            <th scope="col" class="number">
              mean ± SEM (n)
            </th>
            <th scope="col" class="number">
              alone
            </th>
            <th scope="col" class="number">
              P
            </th>
            <th scope="col" class="number">
              Q
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.arm.arm}>
              <th scope="row">
                {group.arm.arm} <span class="soft">{inhibitorText(group.arm)}</span>
              </th>
              <td class="number">
                <TracedNumber
                  trace={{
                    label: `${group.arm.arm} at ${formatDose(dose)}`,
                    wells: armWells(plate, group.arm.arm, dose),
                  }}
                  onTrace={onTrace}
                >
                  {formatPercent(group.mean, 1)}
                  {group.sem === null ? "" : ` ± ${group.sem.toFixed(1)}`} ({group.n})
                </TracedNumber>
              </td>
              <td class="number">
                <TracedNumber
                  trace={{
                    label: `${group.arm.arm} without prednisolone`,
                    wells: armWells(plate, group.arm.arm, 0),
                  }}
                  onTrace={onTrace}
                >
                  {formatPercent(aloneOf(group.arm), 1)}
                </TracedNumber>
              </td>
              <td class="number">
                {group.comparison === null ? "" : formatP(group.comparison.studentP)}
              </td>
              <td class="number">
                {group.comparison === null ? "" : formatP(group.comparison.interactionQ)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">
        Wide bars: with prednisolone, relative to the same arm without it; mean + SEM, circles are
        replicates. Narrow hatched bars: the inhibitor alone, of the vehicle. P is Student’s t test
        against the vehicle at this dose; the verdict rests on the whole curves.
      </p>
    </div>
  );
}

function BarPicture(props: { groups: readonly BarGroup[]; dose: number }) {
  const { groups } = props;
  const hatch = useId();
  const width = PLOT.left + PLOT.right + COLUMN * groups.length;
  const highest = Math.max(
    ...groups.flatMap((one) => [
      (one.mean ?? 0) + (one.sem ?? 0),
      aloneOf(one.arm) ?? 0,
      ...one.replicates,
    ]),
  );
  const y = scaleLinear()
    .domain([0, Math.max(110, highest * 1.05)])
    .range([HEIGHT - PLOT.bottom, PLOT.top]);
  const band = scaleBand<number>()
    .domain(groups.map((_, index) => index))
    .range([PLOT.left, width - PLOT.right])
    .padding(0.2);
  return (
    <svg
      class="bar-chart"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`Bars of survival at ${formatDose(props.dose)} prednisolone: ${groups
        .map((one) => `${one.arm.arm} ${formatPercent(one.mean)}`)
        .join(", ")}`}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse">
          <path class="alone-hatch" d="M0 3h6" />
        </pattern>
      </defs>
      {[0, 25, 50, 75, 100].map((percent) => (
        <g key={percent} class="axis">
          <line
            class={percent === 0 ? "axis-line" : "guide"}
            x1={PLOT.left}
            x2={width - PLOT.right}
            y1={y(percent)}
            y2={y(percent)}
          />
          <text x={PLOT.left - 8} y={y(percent) + 5} text-anchor="end">
            {percent}
          </text>
        </g>
      ))}
      <text
        class="axis-title"
        transform={`translate(14 ${(y(0) + y(100)) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        survival, %
      </text>
      {groups.map((group, index) => (
        <Bars
          key={group.arm.arm}
          group={group}
          left={band(index) ?? 0}
          width={band.bandwidth()}
          y={y}
          hatch={hatch}
        />
      ))}
    </svg>
  );
}

function Bars(props: {
  group: BarGroup;
  left: number;
  width: number;
  y: (percent: number) => number;
  hatch: string;
}) {
  const { group, left, width, y } = props;
  const alone = aloneOf(group.arm);
  const [wide, narrow] = [width * 0.62, width * 0.24];
  const middle = left + wide / 2;
  const base = y(0);
  const top = group.mean === null ? base : y(group.mean);
  const end = group.mean === null ? base : y(group.mean + (group.sem ?? 0));
  const label = Math.min(end, ...group.replicates.map(y)) - 8;
  return (
    <g class={group.arm.vehicle ? "bar-vehicle" : "bar-arm"}>
      {group.mean === null ? (
        <text class="bar-number" x={middle} y={base - 8}>
          –
        </text>
      ) : (
        <>
          <rect class="bar" x={left} y={top} width={wide} height={Math.max(0, base - top)} />
          <path class="bar-sem" d={`M${middle} ${top}V${end}M${middle - 8} ${end}h16`} />
          {group.replicates.map((value, index) => (
            <circle
              // Replicates have no name of their own; their order is that of the plate and does not change.
              key={`${index}-${value}`}
              class="bar-replicate"
              cx={middle + (index - (group.replicates.length - 1) / 2) * 14}
              cy={y(value)}
              r="3.6"
            />
          ))}
          <text class="bar-number" x={middle} y={label}>
            {formatPercent(group.mean)}
          </text>
        </>
      )}
      {alone === null || group.arm.vehicle ? null : (
        <rect
          class="bar-alone"
          x={left + wide + 6}
          y={y(alone)}
          width={narrow}
          height={base - y(alone)}
          fill={`url(#${props.hatch})`}
        >
          <title>Without prednisolone: {formatPercent(alone)} of the vehicle</title>
        </rect>
      )}
      <text class="bar-name" x={left + width / 2} y={base + 20}>
        {group.arm.arm}
      </text>
      <text class="bar-remark" x={left + width / 2} y={base + 39}>
        {group.comparison === null
          ? `n = ${group.n}`
          : `${wordOfClass(group.comparison.class).word}${group.comparison.grade === null ? "" : `, ${group.comparison.grade}`}`}
      </text>
      <text class="bar-remark" x={left + width / 2} y={base + 56}>
        {group.comparison === null ? "" : qText(group.comparison.interactionQ)}
      </text>
    </g>
  );
}

function qText(q: number | null): string {
  if (q === null) return "Q –";
  return q < 0.001 ? "Q < 0.001" : `Q = ${formatP(q)}`;
}

function groupsAt(plate: Pick<PlateView, "arms" | "comparisons">, dose: number): BarGroup[] {
  const arms = plate.arms.toSorted((a, b) => Number(b.vehicle) - Number(a.vehicle));
  return arms.map((arm) => {
    const point = arm.points.find((one) => one.prednisoloneUgPerMl === dose);
    return {
      arm,
      comparison: plate.comparisons.find((one) => one.arm === arm.arm) ?? null,
      mean: point?.meanPercent ?? null,
      sem: point?.semPercent ?? null,
      n: point?.n ?? 0,
      replicates: point?.replicatesPercent ?? [],
    };
  });
}

function aloneOf(arm: ArmView): number | null {
  return arm.vehicle ? 100 : arm.singleAgentSurvivalPercent;
}

function inhibitorText(arm: ArmView): string {
  return arm.inhibitorUm === null ? "" : formatInhibitor(arm.inhibitorUm);
}

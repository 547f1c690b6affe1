import type { ArmView, WellView } from "../../api/views.ts";
import { inkOn } from "../../domain/formazan.ts";
import { COLUMN_NUMBERS, ROW_LETTERS, type WellName } from "../../domain/well.ts";
import { formatConcentration, formatInhibitor } from "../format.ts";
import { armMarks, type ContentMark, contentMark } from "./arm-marks.ts";
import { boxOf, CELL, GRID_HEIGHT, GRID_WIDTH, LABEL } from "./grid-place.ts";

/**
 * What stands where: a letter and a colour for the arm, and a bar that grows with the rank of the prednisolone dose.
 * Drawn like the grid of numbers, so that a place is the same in both.
 */
export function LayoutMap(props: {
  wells: readonly WellView[];
  arms: readonly ArmView[];
  /** Drawn with a ring. */
  shown?: WellName | null;
  onPoint?: (well: WellName | null) => void;
}) {
  const { wells, arms } = props;
  const vehicles = new Set(arms.filter((arm) => arm.vehicle).map((arm) => arm.arm));
  for (const well of wells) if (well.role === "vehicle" && well.arm) vehicles.add(well.arm);
  const marks = armMarks(wells, vehicles);
  const doses = dosesOf(wells);
  return (
    <figure class="layout-map">
      <svg
        viewBox={`0 0 ${GRID_WIDTH} ${GRID_HEIGHT}`}
        role="img"
        aria-label={`Layout of the plate: ${[...new Set(wells.map((well) => contentMark(well, marks).name))].join(", ")}`}
      >
        <Labels />
        {wells.map((well) => (
          <LayoutCell
            key={well.well}
            well={well}
            mark={contentMark(well, marks)}
            doses={doses}
            shown={well.well === props.shown}
            onPoint={props.onPoint}
          />
        ))}
      </svg>
      <figcaption>
        <ul class="layout-key">
          {[...marks.values()].map((mark) => (
            <li key={mark.name}>
              <KeyBox mark={mark} /> {mark.name}{" "}
              <span class="soft">{inhibitorOf(mark.name, arms)}</span>
            </li>
          ))}
          {rolesOf(wells).map((mark) => (
            <li key={mark.name}>
              <KeyBox mark={mark} /> {mark.name}
            </li>
          ))}
        </ul>
        {doses.length < 2 ? null : (
          <p class="soft">
            Bar: prednisolone, from {formatConcentration(doses[0] ?? 0)} (no bar) to{" "}
            {formatConcentration(doses.at(-1) ?? 0)} µg/mL.
          </p>
        )}
      </figcaption>
    </figure>
  );
}

function LayoutCell(props: {
  well: WellView;
  mark: ContentMark;
  doses: readonly number[];
  shown: boolean;
  onPoint: ((well: WellName | null) => void) | undefined;
}) {
  const { well, mark, doses, onPoint } = props;
  const box = boxOf(well.well);
  const rank = well.prednisoloneUgPerMl === null ? 0 : doses.indexOf(well.prednisoloneUgPerMl);
  const share = rank / Math.max(1, doses.length - 1);
  const ink = mark.colour === null ? undefined : inkOn(mark.colour);
  return (
    <g
      onPointerMove={() => onPoint?.(well.well)}
      onPointerLeave={() => onPoint?.(null)}
      data-place={well.well}
    >
      <rect
        class={`layout-box ${props.shown ? "layout-shown" : ""}`}
        {...box}
        rx="9"
        fill={mark.colour ?? undefined}
      />
      <text class="layout-letter" x={box.x + box.width / 2} y={box.y + 26} fill={ink}>
        {mark.letter}
      </text>
      {share > 0 ? (
        <rect
          class="layout-dose"
          x={box.x + 5}
          y={box.y + box.height - 10}
          width={(box.width - 10) * share}
          height="6"
          fill={ink}
        />
      ) : null}
    </g>
  );
}

function KeyBox(props: { mark: ContentMark }) {
  const { colour, letter } = props.mark;
  return (
    <svg class="layout-key-box" viewBox="0 0 30 24" aria-hidden="true">
      <rect
        class="layout-box"
        x="1"
        y="1"
        width="28"
        height="22"
        rx="5"
        fill={colour ?? undefined}
      />
      <text class="layout-letter" x="15" y="18" fill={colour === null ? undefined : inkOn(colour)}>
        {letter}
      </text>
    </svg>
  );
}

function Labels() {
  return (
    <g>
      {COLUMN_NUMBERS.map((column) => (
        <text
          key={column}
          class="grid-label"
          x={LABEL.width + (column - 0.5) * CELL.width}
          y={LABEL.height - 7}
        >
          {column}
        </text>
      ))}
      {ROW_LETTERS.map((letter, row) => (
        <text
          key={letter}
          class="grid-label"
          x={LABEL.width / 2}
          y={LABEL.height + (row + 0.5) * CELL.height + 6}
        >
          {letter}
        </text>
      ))}
    </g>
  );
}

function dosesOf(wells: readonly WellView[]): readonly number[] {
  const doses = wells.flatMap((well) => well.prednisoloneUgPerMl ?? []);
  return [...new Set(doses)].sort((a, b) => a - b);
}

function rolesOf(wells: readonly WellView[]): readonly ContentMark[] {
  const marks = wells
    .filter((well) => well.arm === null)
    .map((well) => contentMark(well, new Map()));
  return [...new Map(marks.map((mark) => [mark.name, mark])).values()];
}

function inhibitorOf(name: string, arms: readonly ArmView[]): string {
  const um = arms.find((arm) => arm.arm === name)?.inhibitorUm ?? null;
  return um === null ? "" : formatInhibitor(um);
}

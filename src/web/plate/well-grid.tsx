import { useRef } from "preact/hooks";
import type { WellView } from "../../api/views.ts";
import { inkOn } from "../../domain/formazan.ts";
import { COLUMN_NUMBERS, ROW_LETTERS, type WellName } from "../../domain/well.ts";
import type { ColourScale } from "../charts/colour-scale.ts";
import { wellFrom } from "./grid-keys.ts";
import { contentOf } from "./well-content.ts";
import { markOf } from "./well-mark.ts";
import { formatWell, type ModeEntry } from "./well-modes.ts";

export interface WellGridProps {
  readonly wells: readonly WellView[];
  readonly mode: ModeEntry;
  readonly scale: ColourScale;
  readonly selected: WellName;
  readonly pinned: WellName | null;
  /** Wells behind a number that somebody asked about. */
  readonly marked: ReadonlySet<WellName>;
  readonly onSelect: (well: WellName) => void;
  readonly onPoint: (well: WellName | null) => void;
  readonly onPin: (well: WellName | null) => void;
}

/**
 * The plate as a table with a number in each well, with one stop for Tab; arrows, Home and End go from there, with Ctrl to
 * the corners, Enter holds a well's story, Escape lets it go. Focus and pointer show a story too.
 */
export function WellGrid(props: WellGridProps) {
  const { selected } = props;
  const table = useRef<HTMLTableElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") props.onPin(null);
    const target = event.altKey || event.metaKey ? null : wellFrom(selected, event);
    if (target === null) return;
    event.preventDefault();
    props.onSelect(target);
    table.current
      ?.querySelector<HTMLButtonElement>(`[data-well="${target}"]`)
      ?.focus({ preventScroll: true });
  };

  return (
    <table
      ref={table}
      class="well-grid"
      aria-label={`Wells of the plate: ${props.mode.label}, ${props.mode.unit}`}
    >
      <thead>
        <tr>
          <td />
          {COLUMN_NUMBERS.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROW_LETTERS.map((letter, row) => (
          <tr key={letter}>
            <th scope="row">{letter}</th>
            {props.wells.slice(12 * row, 12 * row + 12).map((well) => (
              <td key={well.well}>
                <WellButton well={well} grid={props} onKeyDown={onKeyDown} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WellButton(props: {
  well: WellView;
  grid: WellGridProps;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { well, grid } = props;
  const { mode, pinned } = grid;
  const value = mode.valueOf(well);
  const mark = markOf(well);
  const colour = value === null || mark !== null ? null : grid.scale.colourOf(value);
  return (
    <button
      type="button"
      class={classOf(well, grid)}
      style={colour === null ? {} : { backgroundColor: colour, color: inkOn(colour) }}
      data-well={well.well}
      tabIndex={well.well === grid.selected ? 0 : -1}
      aria-label={nameOf(well, mode)}
      aria-pressed={well.well === pinned}
      onKeyDown={props.onKeyDown}
      onFocus={() => grid.onSelect(well.well)}
      // A pointer that only finds itself over a well because the page has moved means nothing.
      onPointerMove={() => grid.onPoint(well.well)}
      onPointerLeave={() => grid.onPoint(null)}
      onClick={() => grid.onPin(pinned === well.well ? null : well.well)}
    >
      <span class={value === null && mark === null ? "well-role-only" : ""}>
        {textOf(well, mode)}
      </span>
    </button>
  );
}

function classOf(well: WellView, { selected, pinned, marked, mode }: WellGridProps): string {
  const mark = markOf(well);
  return [
    "well",
    ...(well.well === selected ? ["well-selected"] : []),
    ...(well.well === pinned ? ["well-pinned"] : []),
    ...(marked.has(well.well) ? ["well-marked"] : []),
    ...(mark === null ? [] : [`pattern-${mark.pattern}`]),
    ...(well.isSuspect && mode.mode.startsWith("residual") ? ["well-suspect"] : []),
  ].join(" ");
}

/** Begins with what is seen in the well. */
function nameOf(well: WellView, mode: ModeEntry): string {
  const mark = markOf(well);
  const value = formatWell(mode, well);
  const text = textOf(well, mode);
  const number = value === "" ? "no number" : mode.unit;
  const suspect = well.isSuspect ? ["differs from its duplicate and lies off its neighbours"] : [];
  return [
    `${well.well} ${text} ${number}`,
    contentOf(well),
    ...(mark === null ? [] : [mark.words]),
    ...suspect,
  ].join(", ");
}

/** The number, before it the letter of a well that does not count; the role where there is no number. */
function textOf(well: WellView, mode: ModeEntry): string {
  const mark = markOf(well);
  const number = formatWell(mode, well);
  if (mark !== null) return `${mark.letter} ${number}`.trim();
  if (number !== "") return number;
  return well.arm === null ? (well.role ?? "") : "–";
}

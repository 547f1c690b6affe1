import { useEffect, useRef, useState } from "preact/hooks";
import type { DrawnLayout } from "../../domain/drawn-layout.ts";
import type { Role } from "../../domain/layout.ts";
import {
  COLUMN_NUMBERS,
  ROW_LETTERS,
  type WellName,
  wellAt,
  wellPosition,
} from "../../domain/well.ts";
import { drawnWell, wellsBetween } from "./change-drawing.ts";
import { drawnMark, wellWords } from "./well-mark.ts";

export interface GridSelection {
  /** Where the keyboard is. */
  readonly at: WellName;
  readonly wells: readonly WellName[];
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const ROLE_KEYS: Readonly<Record<string, Role>> = {
  b: "blank",
  u: "untreated",
  k: "kill",
  r: "reference",
  e: "edge",
  Delete: "unused",
  Backspace: "unused",
};

/**
 * The plate to draw on. The mouse selects by dragging; arrows move, with Shift they select; letters give a role, digits
 * an arm; what a spreadsheet has copied is pasted from the selection on.
 */
export function DrawGrid(props: {
  drawing: DrawnLayout;
  selection: GridSelection;
  /** Wells that a finding is about. */
  marked: ReadonlySet<string>;
  onSelect: (selection: GridSelection) => void;
  onRole: (role: Role) => void;
  onArm: (index: number) => void;
  onPaste: (text: string) => void;
}) {
  const { drawing, selection, onSelect } = props;
  const [corner, setCorner] = useState<WellName>(selection.at);
  const [dragging, setDragging] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const chosen = new Set(selection.wells);

  useEffect(() => {
    const stop = (): void => setDragging(false);
    addEventListener("pointerup", stop);
    return () => removeEventListener("pointerup", stop);
  }, []);

  const goTo = (well: WellName, extend: boolean): void => {
    const from = extend ? corner : well;
    setCorner(from);
    onSelect({ at: well, wells: wellsBetween(from, well) });
  };
  const focus = (well: WellName): void =>
    table.current?.querySelector<HTMLElement>(`[data-well=${well}]`)?.focus();

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key.toLowerCase() !== "a" || event.altKey) return;
      event.preventDefault();
      onSelect({ at: selection.at, wells: wellsBetween("A1", "H12") });
      return;
    }
    const move = MOVES[event.key];
    const role = ROLE_KEYS[event.key];
    if (move !== undefined) {
      const { row, column } = wellPosition(selection.at);
      const next = wellAt(within(row + move[0], 7), within(column + move[1], 11));
      goTo(next, event.shiftKey);
      focus(next);
    } else if (role !== undefined) props.onRole(role);
    else if (/^[1-9]$/.test(event.key)) props.onArm(Number(event.key) - 1);
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text === "") return;
    event.preventDefault();
    props.onPaste(text);
  };

  return (
    <table
      class="draw-grid"
      ref={table}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      aria-label="Wells; arrows move, Shift and arrows select, letters and digits draw"
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
            {COLUMN_NUMBERS.map((_, column) => {
              const name = wellAt(row, column);
              const well = drawnWell(drawing, name);
              const mark = drawnMark(well, drawing.arms);
              return (
                <td key={name}>
                  <button
                    type="button"
                    class={`draw-well draw-${mark.tone} ${props.marked.has(name) ? "draw-marked" : ""}`}
                    data-well={name}
                    tabIndex={name === selection.at ? 0 : -1}
                    aria-pressed={chosen.has(name)}
                    aria-label={`${mark.head}${mark.foot} ${wellWords(name, well)}`.trim()}
                    onPointerDown={(event) => {
                      setDragging(true);
                      goTo(name, event.shiftKey);
                    }}
                    onPointerEnter={() => dragging && goTo(name, true)}
                  >
                    <span class="draw-head">{mark.head}</span>
                    <span class="draw-foot">{mark.foot}</span>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function within(place: number, last: number): number {
  return Math.min(last, Math.max(0, place));
}

import type { PlanFindingView } from "../../api/plan-views.ts";
import {
  blockOf,
  fillDown,
  type GridRow,
  isBlank,
  pasteBlock,
  removeRow,
  setCell,
} from "./grid-rows.ts";
import { cellId } from "./plan-sheet.ts";

export interface GridColumn {
  readonly key: string;
  readonly label: string;
  /** What stands in an empty cell to show what is meant. */
  readonly example?: string;
  readonly choices?: readonly string[];
}

/**
 * A table to type, scan or paste into. Enter and the arrows go up and down, Tab to the right, a scanner fills a column
 * downwards; a block from a spreadsheet lands from the cell on. One empty row always waits at the end.
 */
export function EditGrid(props: {
  name: string;
  caption: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  findings: ReadonlyMap<string, PlanFindingView>;
  onChange: (rows: readonly GridRow[]) => void;
}) {
  const { name, columns, rows, onChange } = props;
  const keys = columns.map((column) => column.key);
  const last = rows.at(-1);
  const shown = last !== undefined && isBlank(last) ? rows : [...rows, {}];

  const goTo = (place: number, key: string): void => {
    const field = document.getElementById(cellId(name, place, key));
    if (field instanceof HTMLInputElement) {
      field.focus();
      field.select();
    }
  };
  const onKeyDown = (event: KeyboardEvent, place: number, key: string): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      goTo(Math.min(shown.length - 1, Math.max(0, place + step)), key);
    } else if (event.key === "d" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onChange(fillDown(rows, place, key));
    } else if (event.key === "Delete" && event.ctrlKey) {
      event.preventDefault();
      onChange(removeRow(rows, place));
    }
  };
  const onPaste = (event: ClipboardEvent, place: number, key: string): void => {
    const block = blockOf(event.clipboardData?.getData("text/plain") ?? "");
    if (block === null) return;
    event.preventDefault();
    onChange(pasteBlock(rows, keys, { place, key }, block));
  };

  return (
    <div class="table-frame">
      <table class="edit-grid">
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Row</span>
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
            <th scope="col">
              <span class="unseen">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, place) => (
            <tr key={place}>
              <th scope="row" class="number soft">
                {place + 1}
              </th>
              {columns.map((column) => (
                <GridCell
                  key={column.key}
                  id={cellId(name, place, column.key)}
                  column={column}
                  label={`${column.label}, row ${place + 1}`}
                  listId={`${name}-${column.key}-choices`}
                  text={row[column.key] ?? ""}
                  finding={props.findings.get(`${place} ${column.key}`) ?? null}
                  onInput={(text) => onChange(setCell(rows, place, column.key, text))}
                  onKeyDown={(event) => onKeyDown(event, place, column.key)}
                  onPaste={(event) => onPaste(event, place, column.key)}
                />
              ))}
              <td>
                {isBlank(row) ? null : (
                  <button
                    type="button"
                    class="remove-row"
                    aria-label={`Remove row ${place + 1}`}
                    tabIndex={-1}
                    onClick={() => onChange(removeRow(rows, place))}
                  >
                    ✕
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.map((column) =>
        column.choices === undefined ? null : (
          <datalist key={column.key} id={`${name}-${column.key}-choices`}>
            {column.choices.map((choice) => (
              <option key={choice} value={choice} />
            ))}
          </datalist>
        ),
      )}
    </div>
  );
}

const STEPS: Readonly<Record<string, 1 | -1>> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

function GridCell(props: {
  id: string;
  column: GridColumn;
  label: string;
  listId: string;
  text: string;
  finding: PlanFindingView | null;
  onInput: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
}) {
  const { column, finding } = props;
  const said = finding === null ? null : `${finding.sentence} ${finding.remedy}`;
  return (
    <td class={finding === null ? "" : `cell-${finding.severity}`}>
      <input
        id={props.id}
        aria-label={props.label}
        aria-invalid={finding?.severity === "error"}
        aria-describedby={said === null ? undefined : `${props.id}-finding`}
        title={said ?? undefined}
        value={props.text}
        placeholder={column.example}
        list={column.choices === undefined ? undefined : props.listId}
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={props.onKeyDown}
        onPaste={props.onPaste}
      />
      {said === null ? null : (
        <span id={`${props.id}-finding`} class="unseen">
          {said}
        </span>
      )}
    </td>
  );
}

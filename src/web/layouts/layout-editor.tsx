import { useLayoutEffect, useState } from "preact/hooks";
import type { LayoutFindingView, LayoutRevisionRequest } from "../../api/layout-views.ts";
import type { DrawnLayout } from "../../domain/drawn-layout.ts";
import { parseWellName, type WellName } from "../../domain/well.ts";
import { TextField } from "../parts/fields.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { ArmsTable } from "./arms-table.tsx";
import {
  asArm,
  asRole,
  cellsOf,
  changeWells,
  type DrawnField,
  drawnWell,
  pasteBlock,
} from "./change-drawing.ts";
import { DrawGrid, type GridSelection } from "./draw-grid.tsx";
import { Choice, RoleTools, SeriesTool } from "./draw-tools.tsx";
import type { LayoutDraft } from "./kept-drafts.ts";
import { LayoutDifferences } from "./layout-differences.tsx";
import { LayoutFindings } from "./layout-findings.tsx";
import { LayoutSave } from "./layout-save.tsx";
import { LayoutText } from "./layout-text.tsx";
import { type DraftEditing, useLayoutDraft } from "./use-layout-draft.ts";
import { wellWords } from "./well-mark.ts";

const PASTED: readonly { readonly value: DrawnField; readonly words: string }[] = [
  { value: "role", words: "roles" },
  { value: "arm", words: "arms" },
  { value: "prednisolone", words: "prednisolone doses" },
  { value: "inhibitor", words: "inhibitor doses" },
  { value: "replicate", words: "replicates" },
  { value: "patientSlot", words: "patient slots" },
];

/** A layout on the drawing board: grid and text show the same, and every change is judged at once. */
export function LayoutEditor(props: {
  first: LayoutDraft;
  against: LayoutRevisionRequest | null;
  /** Plates use the revision that it came from: it is saved as the next one. */
  frozen: boolean;
}) {
  const editing = useLayoutDraft(props.first, props.against);
  const { draft, check, upToDate, draw } = editing;
  const { drawing } = draft;
  const [selection, setSelection] = useState<GridSelection>({ at: "A1", wells: ["A1"] });
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [line, setLine] = useState<number | null>(null);
  const [layer, setLayer] = useState<DrawnField>("prednisolone");
  const [pasted, setPasted] = useState("");
  const { wells } = selection;

  const show = (finding: LayoutFindingView): void => {
    setMarked(new Set(finding.wells));
    setLine(finding.line);
    const first = parseWellName(finding.wells[0] ?? "");
    if (first !== null) setSelection({ at: first, wells: finding.wells.flatMap(asWell) });
  };
  const paste = (now: DrawnLayout, text: string): void => {
    const result = pasteBlock(now, selection.at, layer, cellsOf(text));
    draw(result.drawing);
    setSelection({ at: selection.at, wells: result.wells });
    const outside =
      result.outside === 0 ? "" : ` ${result.outside} cells lay outside of the plate.`;
    setPasted(`${result.wells.length} wells pasted.${outside}`);
  };
  useHistoryKeys(editing);

  return (
    <div class="layout-editor">
      <Panel
        title={drawing === null ? "Layout" : `${drawing.id} revision ${drawing.revision}`}
        note={props.frozen ? "plates use this revision: changes become the next one" : ""}
      >
        {drawing === null ? (
          <p>The text cannot be drawn yet; mend it below.</p>
        ) : (
          <>
            <HeadFields drawing={drawing} onDraw={draw} />
            <ArmsTable drawing={drawing} onDraw={draw} />
            <div class="draw-bar">
              <button
                type="button"
                disabled={editing.undo === null}
                onClick={() => editing.undo?.()}
              >
                Undo <kbd>Ctrl Z</kbd>
              </button>
              <button
                type="button"
                disabled={editing.redo === null}
                onClick={() => editing.redo?.()}
              >
                Redo <kbd>Ctrl Y</kbd>
              </button>
              <Choice
                label="Ctrl V pastes"
                value={layer}
                choices={PASTED}
                onChoose={(value) => setLayer(value as DrawnField)}
              />
              <output class="draw-pasted">{pasted}</output>
            </div>
            <DrawGrid
              drawing={drawing}
              selection={selection}
              marked={marked}
              onSelect={setSelection}
              onRole={(role) => draw(changeWells(drawing, wells, (well) => asRole(well, role)))}
              onArm={(index) => {
                const arm = drawing.arms[index];
                if (arm === undefined) return;
                draw(changeWells(drawing, wells, (well) => asArm(well, arm.id)));
              }}
              onPaste={(text) => paste(drawing, text)}
            />
            <p class="draw-words" aria-live="polite">
              {wellWords(selection.at, drawnWell(drawing, selection.at))}
              {wells.length > 1 ? ` (${wells.length} wells selected)` : ""}
            </p>
            <RoleTools drawing={drawing} wells={wells} onDraw={draw} />
            <SeriesTool drawing={drawing} wells={wells} onDraw={draw} />
          </>
        )}
      </Panel>
      <div class="layout-side">
        <LayoutFindings check={check} upToDate={upToDate} onShow={show} />
        {editing.problem === null ? null : <Notice message={editing.problem} />}
        <LayoutSave
          draft={draft}
          check={check}
          upToDate={upToDate}
          onRevision={(revision) => drawing !== null && draw({ ...drawing, revision })}
        />
        <LayoutDifferences differences={check?.differences ?? null} against={props.against} />
      </div>
      <LayoutText draft={draft} line={line} onType={editing.type} />
    </div>
  );
}

/** Undo and redo from anywhere but a field, which has its own. */
function useHistoryKeys({ undo, redo }: Pick<DraftEditing, "undo" | "redo">): void {
  // Before the next key: an effect would come after the page is painted, and take back what is not shown any more.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const target = event.target;
      const inField = target instanceof HTMLElement && target.matches("input, textarea");
      if (!(event.ctrlKey || event.metaKey) || inField) return;
      const key = event.key.toLowerCase();
      const step =
        key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
      if (step === null) return;
      event.preventDefault();
      step();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [undo, redo]);
}

function asWell(name: string): readonly WellName[] {
  const well = parseWellName(name);
  return well === null ? [] : [well];
}

function HeadFields(props: { drawing: DrawnLayout; onDraw: (drawing: DrawnLayout) => void }) {
  const { drawing, onDraw } = props;
  const { id, revision, title } = drawing;
  const revisionOf = (text: string): number => Math.min(999_999, Math.max(1, Number(text) || 1));
  return (
    <div class="layout-head">
      <TextField
        name="layout-id"
        label="Short name"
        value={id}
        problem={/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id) ? null : "Letters, digits, dots, dashes."}
        onInput={(text) => onDraw({ ...drawing, id: text, revision: 1 })}
      />
      <TextField
        name="layout-revision"
        label="Revision"
        value={String(revision)}
        problem={null}
        onInput={(text) => onDraw({ ...drawing, revision: revisionOf(text) })}
      />
      <TextField
        name="layout-title"
        label="Title"
        value={title}
        problem={title.trim() === "" ? "Say what it is for." : null}
        onInput={(text) => onDraw({ ...drawing, title: text })}
      />
    </div>
  );
}

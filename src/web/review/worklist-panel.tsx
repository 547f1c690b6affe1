import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { counted } from "../../domain/counted.ts";
import { Icon } from "../parts/icon.tsx";
import { FilterPanel } from "./filter-panel.tsx";
import { reviewAddress } from "./review-address.ts";
import type { Reviewer } from "./reviewer.ts";
import { useHotkeys } from "./use-hotkeys.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";
import type { Worklist } from "./use-worklist.ts";
import { isFiltered, NO_FILTERS, type WorklistFilters } from "./worklist-filters.ts";
import { WorklistRow } from "./worklist-row.tsx";

/** As in review.css. */
const ROW_HEIGHT_PX = 68;
const PAGE_OF_ROWS = 8;
/** Rows that are loaded beyond the last one that is drawn. */
const LOAD_AHEAD = 40;

const COLUMNS = ["Plate", "Why it stands here", "Result", "State", "Read"] as const;

/** Plates by risk, with filters beside; the keyboard goes through them from anywhere on the page. */
export function WorklistPanel(props: {
  worklist: Worklist;
  filters: WorklistFilters;
  person: Reviewer | null;
  /** The plate that the keyboard is at; null = none yet. */
  cursor: string | null;
  unknownScan: string | null;
  /** True while the connection is lost. */
  old: boolean;
  onFilter: (filters: WorklistFilters) => void;
  onCursor: (id: string) => void;
  onOpen: (id: string) => void;
}) {
  const { worklist, filters, cursor } = props;
  const { ids } = worklist;
  const { frame, heightPx, rows, show } = useVirtualRows(ids.length, ROW_HEIGHT_PX);
  const searchField = useRef<HTMLInputElement>(null);
  const wantsFocus = useRef(false);
  const at = cursor === null ? -1 : ids.indexOf(cursor);

  const goTo = (index: number): void => {
    const target = Math.min(Math.max(index, 0), ids.length - 1);
    const id = ids[target];
    if (id === undefined) return;
    wantsFocus.current = true;
    show(target);
    props.onCursor(id);
  };
  const openCursor = (): unknown => {
    // A focused link or button has an Enter of its own.
    if (document.activeElement?.closest("a, button, summary") != null) return false;
    if (cursor !== null && at !== -1) props.onOpen(cursor);
    return true;
  };
  const down = () => goTo(at + 1);
  const up = () => goTo(at === -1 ? 0 : at - 1);
  useHotkeys({
    j: down,
    k: up,
    ArrowDown: down,
    ArrowUp: up,
    PageDown: () => goTo(at + PAGE_OF_ROWS),
    PageUp: () => goTo(at - PAGE_OF_ROWS),
    Home: () => goTo(0),
    End: () => goTo(ids.length - 1),
    Enter: openCursor,
    r: worklist.resort,
    R: worklist.resort,
    "/": () => searchField.current?.focus(),
  });

  useLayoutEffect(() => {
    if (at !== -1) show(at);
  }, []);
  // The row may have been drawn only after it was scrolled to.
  useEffect(() => {
    if (!wantsFocus.current || cursor === null) return;
    const link = frame.current?.querySelector<HTMLElement>(`[data-plate="${CSS.escape(cursor)}"]`);
    if (link == null) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });

  // What comes next is there before somebody has scrolled to it.
  const lastDrawn = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (worklist.hasMore && lastDrawn >= ids.length - LOAD_AHEAD) worklist.loadMore();
  });

  const openFound = async (): Promise<void> => {
    const found = await worklist.findOnly(filters.text.trim()).catch(() => null);
    if (found !== null) props.onOpen(found.plateId);
    else goTo(0);
  };

  return (
    <main class={`review-list ${props.old ? "old" : ""}`}>
      <FilterPanel
        filters={filters}
        counts={worklist.counts}
        searchField={searchField}
        onFilter={props.onFilter}
        onEnter={() => void openFound()}
      />
      <section class="panel worklist" aria-labelledby="worklist-title">
        <header class="worklist-head">
          <h1 id="worklist-title">Review</h1>
          <p class="worklist-count" aria-live="polite">
            {countSentence(worklist, filters)}
          </p>
          <MovedNote worklist={worklist} />
          <p class="keys-note">
            <kbd>j</kbd>
            <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>/</kbd> search, or scan a plate
          </p>
        </header>
        <div class="worklist-frame" ref={frame}>
          <table
            class="worklist-table"
            aria-label="Plates by risk"
            aria-rowcount={worklist.hasMore ? -1 : ids.length + 1}
          >
            <thead>
              <tr aria-rowindex={1}>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <Gap key="above" heightPx={rows[0]?.topPx ?? 0} />
              {rows.map(({ index }) => {
                const id = ids[index];
                const row = id === undefined ? null : worklist.rowOf(id);
                if (row === null) return null;
                return (
                  <WorklistRow
                    key={row.plateId}
                    row={row}
                    address={reviewAddress(row.plateId, filters)}
                    place={index}
                    current={row.plateId === cursor || (at === -1 && index === 0)}
                    displaced={worklist.displaced.has(row.plateId)}
                    onCursor={props.onCursor}
                  />
                );
              })}
              <Gap key="below" heightPx={heightPx - ROW_HEIGHT_PX - (rows.at(-1)?.topPx ?? 0)} />
            </tbody>
          </table>
          {ids.length > 0 ? null : <Nothing {...props} />}
        </div>
        <output class="worklist-foot">
          {props.unknownScan === null ? null : (
            <span class="tone-look notice">
              <Icon name="question" />
              <span>
                <strong>No plate “{props.unknownScan}” is in the worklist.</strong> It may not have
                been read yet; the bench page knows planned plates.
              </span>
            </span>
          )}
          {worklist.problem === null || worklist.loading ? null : (
            <span class="tone-bad notice">
              <Icon name="warning" /> {worklist.problem}
            </span>
          )}
        </output>
      </section>
    </main>
  );
}

/** The room of rows that are not drawn. */
function Gap(props: { heightPx: number }) {
  if (props.heightPx <= 0) return null;
  return (
    <tr>
      <td class="worklist-gap" colSpan={COLUMNS.length} style={{ height: `${props.heightPx}px` }} />
    </tr>
  );
}

function countSentence(worklist: Worklist, filters: WorklistFilters): string {
  if (worklist.loading) return "Loading …";
  const { found, total } = worklist;
  if (!isFiltered(filters)) return `${counted(total, "plate")}, highest risk first`;
  const shown = found ?? `${worklist.ids.length} or more`;
  return `${shown} of ${total} plates, highest risk first`;
}

/** Its place is always there: nothing moves when plates change. */
function MovedNote(props: { worklist: Worklist }) {
  const { displaced, resort } = props.worklist;
  return (
    <p class="moved-note" aria-live="polite">
      {displaced.size === 0 ? null : (
        <button type="button" onClick={resort}>
          {displaced.size} changed: sort again <kbd>R</kbd>
        </button>
      )}
    </p>
  );
}

function Nothing(props: {
  worklist: Worklist;
  filters: WorklistFilters;
  onFilter: (filters: WorklistFilters) => void;
}) {
  const { worklist, filters } = props;
  if (worklist.loading) return <p class="loading">Loading the plates …</p>;
  if (worklist.problem !== null) return <p class="loading">{worklist.problem}</p>;
  if (!isFiltered(filters)) return <p class="loading">No plate has been read yet.</p>;
  return (
    <div class="loading">
      <p>No plate fits these filters.</p>
      <button type="button" onClick={() => props.onFilter(NO_FILTERS)}>
        Show all {worklist.total}
      </button>
    </div>
  );
}

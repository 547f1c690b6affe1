import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { WorklistRowView } from "../../api/review-views.ts";
import { fetchWorklist } from "../clients/review-client.ts";
import { displacedIds, mergeRows } from "./worklist-changes.ts";
import { searchOf, type WorklistFilters } from "./worklist-filters.ts";
import { byRisk, type FacetCounts, findRows, type IndexedRow } from "./worklist-index.ts";

export interface Worklist {
  /** The plates to show, by id, in an order that changes only when somebody asks. */
  readonly ids: readonly string[];
  readonly rowOf: (id: string) => WorklistRowView | null;
  readonly counts: FacetCounts;
  /** All plates, also those filtered out. */
  readonly total: number;
  /** Plates that have come or changed so that they now belong elsewhere in the list. */
  readonly displaced: ReadonlySet<string>;
  readonly resort: () => void;
  readonly find: (barcode: string) => WorklistRowView | null;
  readonly loading: boolean;
  /** Why it could not be loaded or brought up to date. */
  readonly problem: string | null;
}

interface Known {
  readonly rows: ReadonlyMap<string, IndexedRow>;
  readonly lastEventId: number | null;
  readonly problem: string | null;
}

/** Rows that the server is still making are asked for after so long. */
const PENDING_AGAIN_MS = 1000;

const nothing: Known = { rows: new Map(), lastEventId: null, problem: null };

/**
 * The worklist, kept up to date: asked again for what has changed whenever `revision` (an event id) does. Rows show
 * their present content at once; where they stand in the list is held until filters change or somebody asks.
 */
export function useWorklist(filters: WorklistFilters, person: string, revision: number): Worklist {
  const known = useKnownRows(revision);
  const sorted = useMemo(() => [...known.rows.values()].sort(byRisk), [known.rows]);
  const found = useMemo(
    () => findRows(sorted, filters, person),
    [sorted, searchOf(filters), person],
  );
  const [asked, ask] = useState(0);
  const heldFor = `${searchOf(filters)}\n${person}\n${asked}\n${known.lastEventId === null}`;
  const held = useRef<{ for: string; ids: readonly string[]; rows: Known["rows"] }>(null);
  if (held.current?.for !== heldFor) {
    const ids = found.rows.map((one) => one.row.plateId);
    held.current = { for: heldFor, ids, rows: known.rows };
  }
  const { ids, rows } = held.current;
  const displaced = useMemo(
    () => displacedIds({ ids, rows }, known.rows, found.rows),
    [ids, rows, known.rows, found],
  );
  return {
    ids,
    rowOf: (id) => known.rows.get(id)?.row ?? null,
    counts: found.counts,
    total: known.rows.size,
    displaced,
    resort: () => ask(asked + 1),
    find: (barcode) => sorted.find((one) => one.row.barcode === barcode)?.row ?? null,
    loading: known.lastEventId === null && known.problem === null,
    problem: known.problem,
  };
}

function useKnownRows(revision: number): Known {
  const [known, setKnown] = useState(nothing);
  /** One question at a time; what changes meanwhile is asked for after it. */
  const asking = useRef({ underWay: false, again: false, after: null as number | null });
  useEffect(() => {
    if (revision < 0) return;
    const state = asking.current;
    const ask = async (): Promise<void> => {
      state.again = state.underWay;
      if (state.underWay) return;
      state.underWay = true;
      try {
        const view = await fetchWorklist(state.after);
        state.after = view.lastEventId;
        setKnown((before) => ({
          rows: mergeRows(before.rows, view.rows),
          lastEventId: view.lastEventId,
          problem: damagedWords(view.notShown),
        }));
        if (view.pending > 0) setTimeout(() => void ask(), PENDING_AGAIN_MS);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        setKnown((before) => ({ ...before, problem }));
      }
      state.underWay = false;
      if (state.again) await ask();
    };
    void ask();
  }, [revision]);
  return known;
}

function damagedWords(barcodes: readonly string[]): string | null {
  if (barcodes.length === 0) return null;
  return `Not shown, because what is stored of them is damaged: ${barcodes.join(", ")}. Check the trail, and tell whoever looks after this computer.`;
}

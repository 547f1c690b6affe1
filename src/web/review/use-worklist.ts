import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { WorklistCountsView, WorklistRowView, WorklistView } from "../../api/review-views.ts";
import { RequestRefused } from "../api-client.ts";
import {
  fetchWorklistChanges,
  fetchWorklistPage,
  fetchWorklistPlate,
} from "../clients/review-client.ts";
import {
  displacedIds,
  type HeldList,
  NO_LIST,
  withChanges,
  withPage,
  withRow,
} from "./worklist-changes.ts";
import { askedWith, questionOf, searchOf, type WorklistFilters } from "./worklist-filters.ts";

export interface Worklist {
  /** The plates that are loaded, by id, in an order that changes only when somebody asks. */
  readonly ids: readonly string[];
  readonly rowOf: (id: string) => WorklistRowView | null;
  /** Null before the first answer. */
  readonly counts: WorklistCountsView | null;
  /** Plates that fit the filters; null where they are too many to count. */
  readonly found: number | null;
  /** All plates, also those filtered out. */
  readonly total: number;
  readonly hasMore: boolean;
  /** Loads the next part; nothing happens while one is on its way. */
  readonly loadMore: () => void;
  /** Plates that have come or changed so that they now belong elsewhere in the list. */
  readonly displaced: ReadonlySet<string>;
  readonly resort: () => void;
  /** The plate with this barcode; null where there is none. */
  readonly find: (barcode: string) => Promise<WorklistRowView | null>;
  /** The plate of this barcode, else the only one that fits the filters, else null. */
  readonly findOnly: (barcode: string) => Promise<WorklistRowView | null>;
  readonly loading: boolean;
  /** Why it could not be loaded or brought up to date. */
  readonly problem: string | null;
}

interface Known {
  readonly list: HeldList;
  /** What the list was asked for with; null before the first answer. */
  readonly heldFor: string | null;
  readonly counts: WorklistCountsView | null;
  readonly found: number | null;
  readonly total: number;
  readonly lastEventId: number | null;
  readonly problem: string | null;
}

const NOTHING: Known = {
  list: NO_LIST,
  heldFor: null,
  counts: null,
  found: null,
  total: 0,
  lastEventId: null,
  problem: null,
};

/** Rows that the server is still making are asked for after so long. */
const PENDING_AGAIN_MS = 1000;
/** A filter is asked for when nobody has typed for so long. */
const TYPED_MS = 120;

/**
 * The worklist, part by part, kept up to date: asked again for what has changed whenever `revision` (an event id) does.
 * Rows show their present content at once; where they stand in the list is held until filters change or somebody asks.
 * The row of `plateId` is there wherever it stands.
 */
export function useWorklist(
  filters: WorklistFilters,
  person: string,
  revision: number,
  plateId: string | null,
): Worklist {
  const [known, setKnown] = useState(NOTHING);
  const [asked, ask] = useState(0);
  const search = searchOf(filters);
  const question = useMemo(() => questionOf(filters, person), [search, person]);
  const heldFor = `${search}\n${person}\n${asked}`;
  const isReady = revision >= 0;
  const fail = (error: unknown): void => {
    const problem = error instanceof Error ? error.message : String(error);
    setKnown((before) => ({ ...before, problem }));
  };

  useEffect(() => {
    if (!isReady) return;
    let wanted = true;
    const load = async (): Promise<void> => {
      const view = await fetchWorklistPage(askedWith(filters), {});
      if (!wanted) return;
      setKnown((before) => ({
        ...headOf(view, before.lastEventId),
        list: withPage({ ...NO_LIST, rows: keptRow(before.list, plateId) }, view),
        heldFor,
        counts: view.counts,
        found: view.found,
      }));
    };
    const timer = setTimeout(() => void load().catch(fail), known.heldFor === null ? 0 : TYPED_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [heldFor, isReady]);

  useChanges({ revision, known, setKnown, fail, question, asked: askedWith(filters) });

  const { list } = known;
  const underWay = useRef<string | null>(null);
  const loadMore = (): void => {
    const { next } = list;
    if (next === null || known.heldFor !== heldFor || underWay.current === next) return;
    underWay.current = next;
    fetchWorklistPage(askedWith(filters), { cursor: next })
      .then((view) =>
        setKnown((before) =>
          before.heldFor === heldFor && before.list.next === next
            ? { ...before, list: withPage(before.list, view) }
            : before,
        ),
      )
      .catch(fail)
      .finally(() => {
        underWay.current = null;
      });
  };

  const isUnknown = plateId !== null && isReady && !list.rows.has(plateId);
  useEffect(() => {
    if (!isUnknown || plateId === null) return;
    findPlate(plateId)
      .then((row) => {
        if (row !== null) setKnown((before) => ({ ...before, list: withRow(before.list, row) }));
      })
      .catch(fail);
  }, [plateId, isUnknown]);

  const displaced = useMemo(() => displacedIds(list, question), [list, question]);
  const find = async (barcode: string): Promise<WorklistRowView | null> => {
    const loaded = [...list.rows.values()].find(({ row }) => row.barcode === barcode);
    return loaded?.row ?? findPlate(barcode);
  };
  return {
    ids: list.ids,
    rowOf: (id) => list.rows.get(id)?.row ?? null,
    counts: known.counts,
    found: list.next === null && known.heldFor !== null ? list.ids.length : known.found,
    total: known.total,
    hasMore: list.next !== null,
    loadMore,
    displaced,
    resort: () => ask(asked + 1),
    find,
    findOnly: async (barcode) => {
      const exact = barcode === "" ? null : await find(barcode);
      if (exact !== null) return exact;
      const { rows, next } = await fetchWorklistPage(askedWith(filters), { limit: 2 });
      return next === null && rows.length === 1 ? (rows[0] ?? null) : null;
    },
    loading: known.heldFor === null && known.problem === null,
    problem: known.problem,
  };
}

/** The plate that is being looked at stays known while the list is loaded anew. */
function keptRow(list: HeldList, plateId: string | null): HeldList["rows"] {
  const row = list.rows.get(plateId ?? "");
  return row === undefined ? new Map() : new Map([[row.row.plateId, row]]);
}

function headOf(
  view: WorklistView,
  lastEventId: number | null,
): Pick<Known, "total" | "lastEventId" | "problem"> {
  return {
    total: view.total,
    // Changes are asked for from the first answer on, so that none is missed between two lists.
    lastEventId: lastEventId ?? view.lastEventId,
    problem: damagedWords(view.notShown),
  };
}

/** By id or barcode; null where there is none. */
async function findPlate(plate: string): Promise<WorklistRowView | null> {
  try {
    return (await fetchWorklistPlate(plate)).rows[0] ?? null;
  } catch (error) {
    if (error instanceof RequestRefused && (error.status === 404 || error.status === 400)) {
      return null;
    }
    throw error;
  }
}

/** Brings the rows up to date, one question at a time; what changes meanwhile is asked for after it. */
function useChanges(parts: {
  readonly revision: number;
  readonly known: Known;
  readonly setKnown: (change: (before: Known) => Known) => void;
  readonly fail: (error: unknown) => void;
  readonly question: ReturnType<typeof questionOf>;
  readonly asked: string;
}): void {
  const present = useRef(parts);
  present.current = parts;
  const state = useRef({ underWay: false, again: false });
  const isLoaded = parts.known.lastEventId !== null;
  useEffect(() => {
    if (!isLoaded) return;
    const look = async (): Promise<void> => {
      const after = present.current.known.lastEventId ?? 0;
      const view = await fetchWorklistChanges(after);
      const counted =
        view.rows.length === 0
          ? null
          : await fetchWorklistPage(present.current.asked, { limit: 1 });
      const { question, setKnown } = present.current;
      setKnown((before) => ({
        ...before,
        total: view.total,
        lastEventId: view.lastEventId,
        problem: damagedWords(view.notShown),
        list: withChanges(before.list, view.rows, question),
        counts: counted?.counts ?? before.counts,
        found: counted?.found ?? before.found,
      }));
      if (view.more) state.current.again = true;
      else if (view.pending > 0) setTimeout(() => void ask(), PENDING_AGAIN_MS);
    };
    const ask = async (): Promise<void> => {
      const { current } = state;
      current.again = current.underWay;
      if (current.underWay) return;
      current.underWay = true;
      do {
        current.again = false;
        await look().catch((error: unknown) => present.current.fail(error));
      } while (current.again);
      current.underWay = false;
    };
    void ask();
  }, [parts.revision, isLoaded]);
}

function damagedWords(barcodes: readonly string[]): string | null {
  if (barcodes.length === 0) return null;
  return `Not shown, because what is stored of them is damaged: ${barcodes.join(", ")}. Check the trail, and tell whoever looks after this computer.`;
}

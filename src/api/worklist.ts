/**
 * The worklist over every plate there is. A row costs much more to make than to show, so each is kept in the store and
 * in memory, and made again only when the plate or its sample has changed, whoever changed it.
 */
import { isStoreTrouble } from "../pipeline/persist.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateDigestRow } from "../store/review.ts";
import type { WorklistRowView, WorklistView } from "./review-views.ts";
import { worklistRow } from "./worklist-row.ts";

/** So long a request may make rows before it answers with those that there are. */
const SLICE_MS = 40;
/** So long the work between requests makes rows at a stretch, and so long it leaves the thread to others. */
const STRETCH_MS = 15;
const PAUSE_MS = 10;
const AFTER_FAILURE_MS = 5_000;
/** Part of who made a row: another form of rows is another number. */
const FORM = 1;
const MADE_BY = `${PROGRAM_VERSION}/${FORM}`;

export interface Worklist {
  /**
   * A `WorklistView` as JSON text: all rows, or those that were made since the view with that number. The texts of rows
   * are kept, because making them anew takes longer than everything else about an answer with all of them.
   */
  text(after: number | null): string;
  /** Makes the rows that are missing, a few at a time, until all are there; the returned function stops it. */
  makeInBackground(onFailure: (error: unknown) => void): () => void;
}

interface Row {
  readonly plateId: string;
  readonly risk: number;
  readonly capturedAtUtc: string;
  /** The whole row as JSON. */
  readonly body: string;
  /** The list's own count of changes at which the row was made. */
  readonly number: number;
}

/** Highest risk first, then oldest first. */
function inOrder(a: Row, b: Row): number {
  if (a.risk !== b.risk) return b.risk - a.risk;
  if (a.capturedAtUtc !== b.capturedAtUtc) return a.capturedAtUtc < b.capturedAtUtc ? -1 : 1;
  return a.plateId < b.plateId ? -1 : 1;
}

function rowOf({ body, number }: PlateDigestRow): Row {
  const { plateId, risk, capturedAtUtc } = JSON.parse(body) as WorklistRowView;
  return { plateId, risk, capturedAtUtc, body, number };
}

export function createWorklist(store: Store): Worklist {
  const rows = new Map<string, Row>();
  /** Plates whose rows are to be made with their newest change, oldest change first; null: they have no row at all. */
  const pending = new Map<string, number | null>();
  /** Plates whose rows cannot be made, by id with their barcode, until they change again. */
  const notShown = new Map<string, string>();
  let sorted: readonly Row[] | null = null;
  let lastNumber = 0;
  let seenChange: number | null = null;

  function load(): number {
    let last = 0;
    for (const digest of store.review.digests(MADE_BY)) {
      rows.set(digest.plate_id, rowOf(digest));
      lastNumber = Math.max(lastNumber, digest.number);
      last = Math.max(last, digest.change_id);
    }
    for (const plateId of store.review.lackingDigest(MADE_BY)) pending.set(plateId, null);
    return last;
  }

  function platesOf(kind: string, subject: string): readonly string[] {
    if (kind === "plate" || kind === "review") return [subject];
    if (kind !== "analysis" && kind !== "sample") return [];
    return store.plates.ofSample(subject).map(({ id }) => id);
  }

  /** Notes what has changed since it was asked last. */
  function look(): void {
    seenChange ??= load();
    for (;;) {
      const changes = store.journal.changesAfter(seenChange);
      for (const { id, kind, subject } of changes) {
        for (const plateId of platesOf(kind, subject)) {
          // To the end again, so that what many changes touch is made once.
          pending.delete(plateId);
          pending.set(plateId, id);
        }
        seenChange = id;
      }
      if (changes.length === 0) return;
    }
  }

  /** Null where there is nothing to show, or nothing new. */
  function digest(plateId: string): Omit<PlateDigestRow, "change_id"> | null {
    const plate = store.plates.byId(plateId);
    if (plate === null || store.plates.versions(plateId).length === 0) return null;
    const body = JSON.stringify(worklistRow(store, plate));
    const known = rows.get(plateId);
    if (known?.body === body) return null;
    lastNumber += 1;
    return { plate_id: plateId, number: lastNumber, made_by: MADE_BY, body };
  }

  /** One plate that is damaged must not hide all others. */
  function digestOrNote(
    plateId: string,
    onFailure: (error: unknown) => void,
  ): ReturnType<typeof digest> {
    try {
      const made = digest(plateId);
      notShown.delete(plateId);
      return made;
    } catch (error) {
      if (isStoreTrouble(error)) throw error;
      notShown.set(plateId, store.plates.byId(plateId)?.barcode ?? plateId);
      onFailure(error);
      return null;
    }
  }

  /** Makes pending rows for so long, at least one; they are stored together. */
  function make(withinMs: number, onFailure: (error: unknown) => void): void {
    if (pending.size === 0) return;
    const untilMs = performance.now() + withinMs;
    const made: Omit<PlateDigestRow, "change_id">[] = [];
    const done = new Set<string>();
    for (const plateId of pending.keys()) {
      const row = digestOrNote(plateId, onFailure);
      if (row !== null) made.push(row);
      done.add(plateId);
      if (performance.now() > untilMs) break;
    }
    const changeId = lastSettled(done);
    keep(made.map((row) => ({ ...row, change_id: changeId })));
    // Only now: what could not be kept is made again.
    for (const plateId of done) pending.delete(plateId);
  }

  /** The last change up to which every row is made: the next start must hear again of what came after it. */
  function lastSettled(done: ReadonlySet<string>): number {
    for (const [plateId, changeId] of pending) {
      if (changeId !== null && !done.has(plateId)) return changeId - 1;
    }
    return seenChange ?? 0;
  }

  function keep(made: readonly PlateDigestRow[]): void {
    if (made.length === 0) return;
    store.inTransaction(() => {
      for (const row of made) store.review.putDigest(row);
    });
    for (const row of made) rows.set(row.plate_id, rowOf(row));
    sorted = null;
  }

  return {
    text: (after) => {
      look();
      make(SLICE_MS, () => undefined);
      sorted ??= [...rows.values()].sort(inOrder);
      const shown = after === null ? sorted : sorted.filter(({ number }) => number > after);
      const head: Omit<WorklistView, "rows"> = {
        lastEventId: lastNumber,
        pending: pending.size,
        notShown: [...notShown.values()].sort(),
      };
      const bodies = shown.map(({ body }) => body).join(",");
      return `${JSON.stringify(head).slice(0, -1)},"rows":[${bodies}]}`;
    },
    makeInBackground: (onFailure) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const work = (): void => {
        let pauseMs = PAUSE_MS;
        try {
          look();
          make(STRETCH_MS, onFailure);
        } catch (error) {
          onFailure(error);
          pauseMs = AFTER_FAILURE_MS;
        }
        if (seenChange === null || pending.size > 0) timer = setTimeout(work, pauseMs).unref();
      };
      timer = setTimeout(work, 0).unref();
      return () => clearTimeout(timer);
    },
  };
}

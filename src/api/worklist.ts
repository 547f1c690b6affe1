/**
 * The worklist over every plate there is. A row costs much more to make than to show, so each is kept in the store, and
 * made again only when the plate or its sample has changed, whoever changed it. Nothing of it is held in memory.
 */
import type { WorklistQuestion } from "../domain/worklist-index.ts";
import { isStoreTrouble } from "../pipeline/persist.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import type { WorklistEntry, WorklistPosition } from "../store/worklist.ts";
import type { WorklistView } from "./review-views.ts";
import { EVERY_ROW, worklistEntry } from "./worklist-entry.ts";
import { AT_FIRST, worklistPage } from "./worklist-page.ts";
import { worklistRow } from "./worklist-row.ts";

/** So long a request may make rows before it answers with those that there are. */
const SLICE_MS = 40;
/** So long the work between requests makes rows at a stretch, and so long it leaves the thread to others. */
const STRETCH_MS = 15;
const PAUSE_MS = 10;
const AFTER_FAILURE_MS = 5_000;
/** Changes looked at before their rows are made, and plates looked through for rows of earlier versions. */
const CHANGES_AT_ONCE = 1000;
const PLATES_AT_ONCE = 200;
/** Rows of another form are forgotten; those of another version are shown until they are made anew. */
const FORM = 2;
const MADE_BY = `${PROGRAM_VERSION}/${FORM}`;
const CHANGES_ANSWERED = 500;

export interface WorklistPageRequest {
  readonly question: WorklistQuestion;
  /** Where the page begins; null = at the first row. */
  readonly after: WorklistPosition | null;
  readonly limit: number;
}

/** Each answer is a `WorklistView` as JSON text: rows are kept as text. */
export interface Worklist {
  page(request: WorklistPageRequest): string;
  /** Rows that were made since the answer with that `lastEventId`, oldest first; `more` says whether to ask again. */
  changes(after: number): string;
  /** The row of one plate; no row where there is none. */
  plate(plateId: string): string;
  /** Makes the rows that are missing, a few at a time, until all are there; the returned function stops it. */
  makeInBackground(onFailure: (error: unknown) => void): () => void;
}

/** What is kept of how far the making has come. */
interface Progress {
  readonly madeBy: string;
  /** Every change up to this one is in the rows. */
  readonly changeId: number;
  /** Plates before this rowid may have rows of an earlier version, or none; null = all rows are this version's. */
  readonly before: number | null;
  /** About how many plates that are. */
  readonly left: number;
}

const PROGRESS = "worklist";

export function createWorklist(store: Store): Worklist {
  /** Plates whose rows are to be made, with their newest change, oldest change first; null: for no change. */
  const pending = new Map<string, number | null>();
  /** Plates whose rows cannot be made, by id with their barcode, until they change again. */
  const notShown = new Map<string, string>();
  let progress: Progress | null = null;
  let seenChange = 0;

  function load(): Progress {
    const kept = store.progress.of(PROGRESS) as Progress | null;
    const isKnownForm = kept?.madeBy.endsWith(`/${FORM}`) === true;
    if (!isKnownForm) store.inTransaction(() => store.worklist.forgetAll());
    const remake = { before: Number.MAX_SAFE_INTEGER, left: 0 };
    const begun =
      kept === null || !isKnownForm
        ? { madeBy: MADE_BY, changeId: store.journal.lastChange(), ...remake }
        : kept.madeBy === MADE_BY
          ? kept
          : { ...kept, madeBy: MADE_BY, ...remake };
    seenChange = begun.changeId;
    if (begun === kept) return kept;
    const counted = { ...begun, left: store.worklist.countPlates() };
    store.inTransaction(() => store.progress.keep(PROGRESS, counted));
    return counted;
  }

  function platesOf(kind: string, subject: string): readonly string[] {
    if (kind === "plate" || kind === "review") return [subject];
    if (kind !== "analysis" && kind !== "sample") return [];
    return store.plates.ofSample(subject).map(({ id }) => id);
  }

  function note(plateId: string, changeId: number | null): void {
    // To the end again, so that what many changes touch is made once.
    pending.delete(plateId);
    pending.set(plateId, changeId);
  }

  /** Notes what has changed since it was asked last, and the next plates with rows of an earlier version. */
  function look(): Progress {
    progress ??= load();
    while (pending.size < CHANGES_AT_ONCE) {
      const changes = store.journal.changesAfter(seenChange, CHANGES_AT_ONCE);
      for (const { id, kind, subject } of changes) {
        for (const plateId of platesOf(kind, subject)) note(plateId, id);
        seenChange = id;
      }
      if (changes.length < CHANGES_AT_ONCE) break;
    }
    if (pending.size === 0 && progress.before !== null)
      progress = lookBack(progress, progress.before);
    return progress;
  }

  function lookBack(from: Progress, before: number): Progress {
    const slice = store.worklist.slice(MADE_BY, before, PLATES_AT_ONCE);
    for (const { plate_id, made } of slice) if (made === 0) note(plate_id, null);
    const isLast = slice.length < PLATES_AT_ONCE;
    return {
      ...from,
      before: isLast ? null : (slice.at(-1)?.place ?? null),
      left: isLast ? 0 : Math.max(0, from.left - slice.length),
    };
  }

  /** Null where there is nothing to show. */
  function entryOf(plateId: string): WorklistEntry | null {
    const plate = store.plates.byId(plateId);
    if (plate === null || store.plates.versions(plateId).length === 0) return null;
    return worklistEntry(worklistRow(store, plate), MADE_BY);
  }

  /** One plate that is damaged must not hide all others. */
  function entryOrNote(plateId: string, onFailure: (error: unknown) => void): WorklistEntry | null {
    try {
      const made = entryOf(plateId);
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
  function make(from: Progress, withinMs: number, onFailure: (error: unknown) => void): void {
    if (pending.size === 0 && !isToBeKept(from)) return;
    const untilMs = performance.now() + withinMs;
    const made: WorklistEntry[] = [];
    const done = new Set<string>();
    for (const plateId of pending.keys()) {
      const entry = entryOrNote(plateId, onFailure);
      if (entry !== null) made.push(entry);
      done.add(plateId);
      if (performance.now() > untilMs) break;
    }
    const settled = { ...from, changeId: lastSettled(done) };
    // The slice that is looked back at is left behind only when all its rows are made.
    const isMade = done.size === pending.size;
    store.inTransaction(() => {
      for (const entry of made) store.worklist.keep(entry);
      if (isMade) store.progress.keep(PROGRESS, settled);
    });
    // Only now: what could not be kept is made again.
    for (const plateId of done) pending.delete(plateId);
    progress = settled;
  }

  /** True where what is kept lags so far behind that the next start would have much to look through. */
  function isToBeKept(now: Progress): boolean {
    const kept = store.progress.of(PROGRESS) as Progress | null;
    return (
      kept === null || kept.before !== now.before || seenChange - kept.changeId > CHANGES_AT_ONCE
    );
  }

  /** The last change up to which every row is made: the next start must hear again of what came after it. */
  function lastSettled(done: ReadonlySet<string>): number {
    for (const [plateId, changeId] of pending) {
      if (changeId !== null && !done.has(plateId)) return changeId - 1;
    }
    return seenChange;
  }

  /** The head of every answer, with the rows that can be made in a moment. */
  function present(): Pick<WorklistView, "lastEventId" | "pending" | "notShown" | "total"> {
    make(look(), SLICE_MS, () => undefined);
    return {
      lastEventId: store.worklist.lastNumber(),
      pending: pending.size + (progress?.left ?? 0),
      notShown: [...notShown.values()].sort(),
      total: store.worklist.countOf(EVERY_ROW),
    };
  }

  return {
    page: ({ question, after, limit }) => {
      const head = present();
      const { bodies, ...page } = worklistPage(store, question, after ?? AT_FIRST, limit);
      return answer({ ...head, ...page, more: false }, bodies);
    },
    changes: (after) => {
      const head = present();
      const rows = store.worklist.changedAfter(after, CHANGES_ANSWERED);
      const more = rows.length === CHANGES_ANSWERED;
      const lastEventId = more ? (rows.at(-1)?.number ?? after) : head.lastEventId;
      return answer(
        { ...head, ...NO_PAGE, lastEventId, more },
        rows.map(({ body }) => body),
      );
    },
    plate: (plateId) => {
      const head = present();
      const body = store.worklist.ofPlate(plateId);
      return answer({ ...head, ...NO_PAGE, more: false }, body === null ? [] : [body]);
    },
    makeInBackground: (onFailure) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const work = (): void => {
        let pauseMs = PAUSE_MS;
        let isDone = false;
        try {
          make(look(), STRETCH_MS, onFailure);
          isDone = pending.size === 0 && progress?.before === null;
        } catch (error) {
          onFailure(error);
          pauseMs = AFTER_FAILURE_MS;
        }
        if (!isDone) timer = setTimeout(work, pauseMs).unref();
      };
      timer = setTimeout(work, 0).unref();
      return () => clearTimeout(timer);
    },
  };
}

const NO_PAGE = { next: null, found: null, counts: null };

function answer(head: Omit<WorklistView, "rows">, bodies: readonly string[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"rows":[${bodies.join(",")}]}`;
}

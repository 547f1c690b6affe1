import { useEffect, useState } from "preact/hooks";
import type { TrailView } from "../../api/trail-views.ts";
import { fetchTrail } from "../clients/trail-client.ts";
import { questionOf, type TrailFilters } from "./trail-search.ts";

/** So long nothing must be typed before the server is asked. */
const TYPING_MS = 250;

export interface LoadedTrail {
  readonly trail: TrailView | null;
  readonly problem: unknown;
  /** Fetches the next older entries; null when there are none. */
  readonly older: (() => void) | null;
}

/** Entries that fit, the newest first; asked for again when the filters or the bench's revision change. */
export function useTrail(filters: TrailFilters, revision: number): LoadedTrail {
  const [trail, setTrail] = useState<TrailView | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const question = questionOf(filters, null).toString();

  useEffect(() => {
    // Revision 0 is the first one: before it the bench has not answered yet.
    if (revision < 0) return;
    let wanted = true;
    const take = (view: TrailView): void => {
      if (!wanted) return;
      setTrail(view);
      setProblem(null);
    };
    const timer = setTimeout(() => {
      fetchTrail(new URLSearchParams(question)).then(take, (error) => wanted && setProblem(error));
    }, TYPING_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [question, revision]);

  const before = trail?.before ?? null;
  const older = async (): Promise<void> => {
    try {
      const more = await fetchTrail(questionOf(filters, before));
      setTrail((now) =>
        now === null ? more : { ...more, entries: [...now.entries, ...more.entries] },
      );
    } catch (error) {
      setProblem(error);
    }
  };
  return { trail, problem, older: before === null ? null : () => void older() };
}

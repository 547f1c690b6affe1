import { useEffect, useRef, useState } from "preact/hooks";
import type { ReviewView } from "../../api/review-views.ts";
import type { PlateView } from "../../api/views.ts";
import { fetchPlate } from "../clients/live-client.ts";
import { fetchReview } from "../clients/review-client.ts";
import { describeChanges } from "./describe-changes.ts";

/** What stands on the page: the decision and the evidence that it is on. */
export interface Shown {
  readonly review: ReviewView;
  readonly plate: PlateView;
}

export interface LoadedReview {
  readonly shown: Shown | null;
  readonly problem: string | null;
  /** What others have changed since the page was opened or `acknowledge` was called, a sentence each. */
  readonly meanwhile: readonly string[];
  readonly acknowledge: () => void;
  /**
   * Sends an order and shows what comes of it; what it changes is not told as something that others did. When it is
   * refused, what stands now is shown before it rejects.
   */
  readonly act: (send: () => Promise<unknown>) => Promise<void>;
  /** Shows what stands now; resolves with it. */
  readonly reload: () => Promise<Shown | null>;
}

/** A plate's review and evidence, asked for again whenever `revision` (an event id, negative = none yet) changes. */
export function useReview(plateId: string, revision: number): LoadedReview {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [meanwhile, setMeanwhile] = useState<readonly string[]>([]);
  const latest = useRef<{ shown: Shown | null; question: number; acting: boolean }>({
    shown: null,
    question: 0,
    acting: false,
  });

  const load = async (): Promise<Shown | null> => {
    const state = latest.current;
    state.question += 1;
    const { question } = state;
    const [review, plate] = await Promise.all([fetchReview(plateId), fetchPlate(plateId)]);
    // A later question has the newer answer.
    if (question !== state.question) return state.shown;
    const before = state.shown;
    state.shown = { review, plate };
    setShown(state.shown);
    setProblem(null);
    if (before !== null && !state.acting) {
      const sentences = describeChanges(before, state.shown);
      if (sentences.length > 0) setMeanwhile((known) => [...known, ...sentences]);
    }
    return state.shown;
  };

  useEffect(() => {
    if (revision < 0 || latest.current.acting) return;
    load().catch((error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  }, [plateId, revision]);

  return {
    shown,
    problem,
    meanwhile,
    acknowledge: () => setMeanwhile([]),
    act: async (send) => {
      const state = latest.current;
      state.acting = true;
      try {
        await send();
        await load();
        state.acting = false;
      } catch (error) {
        state.acting = false;
        // What stands now may be why it was refused, and its news passed by meanwhile.
        await load().catch(() => undefined);
        throw error;
      }
    },
    reload: load,
  };
}

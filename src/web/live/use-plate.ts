import { useEffect, useRef, useState } from "preact/hooks";
import type { PlateView } from "../../api/views.ts";
import { fetchPlate } from "../clients/live-client.ts";
import { takeEarlyPlate } from "./early-plate.ts";

export interface LoadedPlate {
  readonly plate: PlateView | null;
  /** Why it could not be loaded; what was loaded before stays shown. */
  readonly problem: string | null;
  readonly replace: (plate: PlateView) => void;
}

/**
 * A plate by its id or barcode (null loads nothing). It is fetched at once, without waiting for the bench, and again when `revision`
 * (an event id, negative = none yet) is newer than what it takes account of.
 */
export function usePlate(plateId: string | null, revision: number): LoadedPlate {
  const [loaded, setLoaded] = useState<{ plateId: string; plate: PlateView } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const loader = useRef<PlateLoader | null>(null);
  useEffect(() => {
    if (plateId === null) return;
    const own = loadPlate(plateId, (view, why) => {
      if (view !== null) setLoaded({ plateId, plate: view });
      setProblem(why);
    });
    loader.current = own;
    return own.stop;
  }, [plateId]);
  useEffect(() => loader.current?.atLeast(revision), [plateId, revision]);
  return {
    plate: loaded?.plateId === plateId ? loaded.plate : null,
    problem,
    replace: (plate) => {
      if (plateId !== null) setLoaded({ plateId, plate });
    },
  };
}

interface PlateLoader {
  /** Sees to it that what is shown takes account of this event. */
  readonly atLeast: (revision: number) => void;
  readonly stop: () => void;
}

/** One fetch at a time: what is asked for meanwhile is looked at when it is back. */
function loadPlate(
  plateId: string,
  take: (view: PlateView | null, problem: string | null) => void,
): PlateLoader {
  let wanted = true;
  let busy = false;
  let asked = -1;
  let shown: number | null = null;

  const fetchAgain = async (): Promise<void> => {
    busy = true;
    const askedFor = asked;
    try {
      const view = await (takeEarlyPlate(plateId) ?? fetchPlate(plateId));
      shown = Math.max(view.asOfEventId, askedFor);
      if (wanted) take(view, null);
    } catch (error) {
      shown = askedFor;
      if (wanted) take(null, error instanceof Error ? error.message : String(error));
    }
    busy = false;
    if (wanted && asked > shown) await fetchAgain();
  };

  return {
    atLeast: (revision) => {
      asked = Math.max(asked, revision);
      if (!busy && (shown === null || asked > shown)) void fetchAgain();
    },
    stop: () => {
      wanted = false;
    },
  };
}

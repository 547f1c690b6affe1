import { useEffect, useState } from "preact/hooks";
import type { PlateView } from "../../api/views.ts";
import { fetchPlate } from "../api-client.ts";

export interface LoadedPlate {
  readonly plate: PlateView | null;
  /** Why it could not be loaded; what was loaded before stays shown. */
  readonly problem: string | null;
  readonly replace: (plate: PlateView) => void;
}

/** A plate by its id (null loads nothing), fetched again whenever `revision` (an event id, negative = none yet) changes. */
export function usePlate(plateId: string | null, revision: number): LoadedPlate {
  const [plate, setPlate] = useState<PlateView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    // Before the first bench there is no revision to be at.
    if (plateId === null || revision < 0) return;
    let wanted = true;
    const take = (view: PlateView | null, why: string | null): void => {
      if (!wanted) return;
      if (view !== null) setPlate(view);
      setProblem(why);
    };
    fetchPlate(plateId).then(
      (view) => take(view, null),
      (error: Error) => take(null, error.message),
    );
    return () => {
      wanted = false;
    };
  }, [plateId, revision]);
  return { plate: plate?.summary.id === plateId ? plate : null, problem, replace: setPlate };
}

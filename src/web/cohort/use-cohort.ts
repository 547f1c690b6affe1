import { useEffect, useState } from "preact/hooks";
import type { CohortView } from "../../api/cohort-views.ts";
import type { WorklistRowView, WorklistView } from "../../api/review-views.ts";
import { fetchCohort } from "../clients/cohort-client.ts";
import { fetchWorklistPage } from "../clients/review-client.ts";

export interface LoadedCohort {
  /** Null until it has come; what came last stays when it cannot be fetched again. */
  readonly cohort: CohortView | null;
  /** Plates by barcode: where they lead to, and whether they are signed. */
  readonly plates: ReadonlyMap<string, WorklistRowView>;
  readonly problem: string | null;
}

/** The cohort and the state of its plates, asked for again when the question or `revision` (an event id) changes. */
export function useCohort(
  question: { readonly against: string | null; readonly allSamples: boolean },
  revision: number,
): LoadedCohort {
  const { against, allSamples } = question;
  const [cohort, setCohort] = useState<CohortView | null>(null);
  const [plates, setPlates] = useState<LoadedCohort["plates"]>(new Map());
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    // Before the first event the bench has not answered yet.
    if (revision < 0) return;
    let wanted = true;
    Promise.all([fetchCohort({ against, allSamples }), everyRow(() => wanted)]).then(
      ([view, rows]) => {
        if (!wanted) return;
        setCohort(view);
        setPlates(new Map(rows.map((row) => [row.barcode, row])));
        setProblem(null);
      },
      (error: Error) => wanted && setProblem(error.message),
    );
    return () => {
      wanted = false;
    };
  }, [against, allSamples, revision]);
  return { cohort, plates, problem };
}

const ROWS_AT_ONCE = 500;

/** The rows of all plates: a cohort shows every sample that there is. */
async function everyRow(isWanted: () => boolean): Promise<readonly WorklistRowView[]> {
  const all: WorklistRowView[] = [];
  let cursor: string | null = null;
  do {
    const page: WorklistView = await fetchWorklistPage("", { cursor, limit: ROWS_AT_ONCE });
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null && isWanted());
  return all;
}

import type { CohortView } from "../../api/cohort-views.ts";
import { get } from "../api-client.ts";

/** Every sample with its verdicts and annotations; `against` null = the associations of every annotation. */
export function fetchCohort(question: {
  readonly against: string | null;
  readonly allSamples: boolean;
}): Promise<CohortView> {
  const query = new URLSearchParams();
  if (question.against !== null) query.set("against", question.against);
  if (question.allSamples) query.set("all", "true");
  const text = query.toString();
  return get(`/api/v1/cohort${text === "" ? "" : `?${text}`}`);
}

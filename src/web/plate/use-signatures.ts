import { useEffect, useState } from "preact/hooks";
import type { ReviewView } from "../../api/review-views.ts";
import { fetchReview } from "../clients/review-client.ts";

/** What was decided on a plate, fetched after the plate itself is shown; null until it is there, and without permission. */
export function useSignatures(plateId: string, asOfEventId: number): ReviewView | null {
  const [review, setReview] = useState<ReviewView | null>(null);
  useEffect(() => {
    let wanted = true;
    fetchReview(plateId).then(
      (view) => wanted && setReview(view),
      () => wanted && setReview(null),
    );
    return () => {
      wanted = false;
    };
  }, [plateId, asOfEventId]);
  return review;
}

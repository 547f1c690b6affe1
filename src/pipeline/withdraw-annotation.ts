import { BLASTS_ANNOTATION } from "../domain/annotation.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import { requireAnnotationName } from "./annotations/require-annotation.ts";
import { annotationsOfSample } from "./annotations/standing-annotations.ts";

export interface Withdrawal {
  readonly sample: string;
  readonly name: string;
  readonly reason: string;
  readonly by: string;
}

function requireSaid({ reason, by }: Withdrawal): void {
  if (reason.trim() !== "" && by.trim() !== "") return;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    "To withdraw an annotation a reason and the name of who says so must be given.",
  );
}

/**
 * Says that an annotation of a sample does not hold and that nothing is known in its place; the older statements stay
 * to be seen. One transaction. Throws ANNOTATION_UNKNOWN or REQUEST_INVALID.
 */
export function withdrawAnnotation(store: Store, withdrawal: Withdrawal): void {
  requireSaid(withdrawal);
  store.inTransaction(() => {
    const { sample, reason, by } = withdrawal;
    const standing = annotationsOfSample(store, sample);
    const name = requireAnnotationName(
      standing.map((one) => one.name),
      withdrawal.name,
      `Sample ${sample} has`,
    );
    if (name === BLASTS_ANNOTATION) {
      throw new PlatewardenError(
        "REQUEST_INVALID",
        `Blasts on day 4 are entered in the sample; correct them with \`platewarden sample blasts ${sample} PERCENT\`.`,
      );
    }
    const now = store.nowUtc();
    const id = store.newId();
    store.annotations.insert({
      id,
      sample_name: sample,
      name,
      type: "withdrawn",
      unit: null,
      value: JSON.stringify(reason),
      import_id: null,
      line: null,
      by_name: by,
      at_utc: now,
    });
    store.journal.change("annotations", id, now);
    store.journal.audit({
      atUtc: now,
      actor: by,
      action: "annotations.withdraw",
      subject: id,
      detail: { sample, name, reason },
    });
  });
}

import { annotationKey } from "../../domain/annotation.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { suggestName } from "../../layout/closest-name.ts";

/** The one of `names` that is meant, however it is spelt. Throws ANNOTATION_UNKNOWN; `whose` begins its sentence. */
export function requireAnnotationName(
  names: readonly string[],
  wanted: string,
  whose: string,
): string {
  const found =
    names.find((name) => name === wanted) ??
    names.find((name) => annotationKey(name) === annotationKey(wanted));
  if (found !== undefined) return found;
  const hint = names.length === 0 ? "There is none yet." : suggestName(wanted, names);
  throw new PlatewardenError("ANNOTATION_UNKNOWN", `${whose} no annotation ${wanted}. ${hint}`, {
    detail: { annotation: wanted, known: names },
  });
}

import { personalLook } from "../domain/personal-look.ts";
import type { SampleSection } from "./plan-schema.ts";
import type { Report } from "./problem.ts";

/** Warns of samples and pseudonyms that look like a patient's name or a date; whoever knows better goes on. */
export function checkPseudonyms(samples: readonly (SampleSection | null)[], report: Report): void {
  samples.forEach((sample, index) => {
    if (!sample) return;
    const texts = { id: personalLook(sample.id), patient: personalLook(sample.patient, ALONE) };
    for (const [field, look] of Object.entries(texts)) {
      if (look === null) continue;
      report({
        severity: "warning",
        check: "pseudonym",
        path: ["sample", index, field],
        message: `\`${field}\` looks like ${look}`,
        remedy:
          "If it is a patient's name or a date that tells of one, write a pseudonym instead: what is stored once stays. If it is none, go on.",
      });
    }
  });
}

const ALONE = { mayStandAlone: true };

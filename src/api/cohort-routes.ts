import { z } from "zod";
import type { CohortView } from "./cohort-views.ts";
import { type AnyRoute, route } from "./route.ts";

const name = z.string().trim().min(1, "must not be empty").max(200, "is too long");

/** Names parted by commas. */
const names = z
  .string()
  .transform((text) => text.split(",").map((one) => one.trim()))
  .pipe(z.array(name).min(1));

const cohortRequest = z.object({
  query: z.strictObject({
    against: name.optional(),
    samples: names.optional(),
    all: z.enum(["true", "false"], { error: "must be true or false" }).optional(),
  }),
});

export const cohortRoutes: readonly AnyRoute[] = [
  route({
    operation: "cohort",
    method: "GET",
    path: "/cohort",
    tag: "cohort",
    summary: "Verdicts of many samples beside what else is known of them.",
    needs: "look",
    quiet: true,
    request: cohortRequest,
    answer: "CohortView",
    handle: ({ services, parts: { query } }): Promise<CohortView> =>
      services.cohort.cohort({
        against: query.against ?? null,
        samples: query.samples ?? null,
        allSamples: query.all === "true",
      }),
  }),
];

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { CohortSource, CohortView } from "./cohort-views.ts";
import { readRequest } from "./request-schemas.ts";

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

/** `GET /api/cohort`, with `against`, `samples=A,B` and `all=true`; answers with a `CohortView`. */
export function registerCohortRoutes(app: FastifyInstance, source: CohortSource): void {
  app.get("/api/cohort", (request): Promise<CohortView> => {
    const { query } = readRequest(cohortRequest, request);
    return source.cohort({
      against: query.against ?? null,
      samples: query.samples ?? null,
      allSamples: query.all === "true",
    });
  });
}

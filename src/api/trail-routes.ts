import { Readable } from "node:stream";
import { z } from "zod";
import { type AnyRoute, route } from "./route.ts";
import type { TrailCheckView, TrailView } from "./trail-views.ts";

const text = z.string().trim().min(1, "must not be empty").max(200, "is too long");
const moment = z.iso.datetime({ offset: true, error: "must be a time with its zone (ISO 8601)" });
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

const USUAL_PAGE = 100;
const LONGEST_PAGE = 500;

const trailRequest = z.object({
  query: z.strictObject({
    actor: text.optional(),
    action: text.optional(),
    subject: text.optional(),
    text: text.optional(),
    from: moment.optional(),
    until: moment.optional(),
    before: wholeNumber.optional(),
    limit: wholeNumber
      .refine((limit) => limit >= 1 && limit <= LONGEST_PAGE, `must be 1 to ${LONGEST_PAGE}`)
      .optional(),
  }),
});

/** Times in the trail are UTC with milliseconds, and compared as text. */
function asUtc(time: string | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

export const trailRoutes: readonly AnyRoute[] = [
  route({
    operation: "searchTrail",
    method: "GET",
    path: "/trail",
    tag: "trail",
    summary: "Entries of the audit trail that fit, newest first.",
    needs: "trail",
    request: trailRequest,
    answer: "TrailView",
    handle: ({ services, parts: { query } }): TrailView =>
      services.trail.search(
        {
          actor: query.actor ?? null,
          action: query.action ?? null,
          subject: query.subject ?? null,
          text: query.text ?? null,
          fromUtc: asUtc(query.from),
          untilUtc: asUtc(query.until),
        },
        query.before ?? null,
        query.limit ?? USUAL_PAGE,
      ),
  }),
  route({
    operation: "checkTrail",
    method: "POST",
    path: "/trail/check",
    tag: "trail",
    summary: "Prove that the trail is whole and that everything stored is what it tells.",
    needs: "trail",
    request: z.object({ body: z.strictObject({}) }),
    answer: "TrailCheckView",
    handle: ({ services }): Promise<TrailCheckView> => services.trail.check(),
  }),
  route({
    operation: "exportTrail",
    method: "GET",
    path: "/trail/export",
    tag: "trail",
    summary:
      "The whole trail, oldest first: JSON lines as they are hashed, or CSV for a spreadsheet.",
    needs: "trail",
    request: z.object({
      query: z.strictObject({ form: z.enum(["jsonl", "csv"], { error: "must be jsonl or csv" }) }),
    }),
    answer: "application/octet-stream",
    handle: ({ services, parts: { query }, reply }) =>
      reply
        .type(query.form === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8")
        .header("content-disposition", `attachment; filename="audit-trail.${query.form}"`)
        .send(Readable.from(services.trail.lines(query.form))),
  }),
];

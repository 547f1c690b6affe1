/** The question for the worklist: a page of it, what has changed in it, or one plate of it. */
import { z } from "zod";
import type { WorklistQuestion } from "../domain/worklist-index.ts";
import type { WorklistPosition } from "../store/worklist.ts";
import { identifier } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";

const MOST_ROWS = 500;
const USUAL_ROWS = 100;
const MOST_VALUES = 50;
const LONGEST_VALUE = 200;

const number = z.string().regex(/^\d{1,16}$/, "must be a whole number");
const value = z.string().max(LONGEST_VALUE, "is too long");
/** One value, or the same name several times. */
const values = z
  .union([value.transform((one) => [one]), z.array(value).max(MOST_VALUES, "names too many")])
  .default([]);
const moment = z.iso.datetime({ error: "must be a time in ISO 8601, UTC" }).optional();

const query = z.strictObject({
  after: number.transform(Number).optional(),
  plate: identifier.optional(),
  state: values,
  lamp: values,
  verdict: values,
  reader: values,
  only: values,
  text: value.default(""),
  fromUtc: moment,
  untilUtc: moment,
  cursor: z
    .string()
    .regex(/^\d{1,16}\.\d{1,16}$/, "must be the `next` of an answer")
    .optional(),
  limit: number
    .transform(Number)
    .pipe(z.number().min(1, "must be at least 1").max(MOST_ROWS, `must be at most ${MOST_ROWS}`))
    .optional(),
});
type Query = z.output<typeof query>;

function questionOf(asked: Query, person: string): WorklistQuestion {
  const ms = (utc: string | undefined): number | null =>
    utc === undefined ? null : Date.parse(utc);
  return {
    states: asked.state,
    lamps: asked.lamp,
    verdicts: asked.verdict,
    readers: asked.reader,
    marks: asked.only,
    text: asked.text,
    fromMs: ms(asked.fromUtc),
    untilMs: ms(asked.untilUtc),
    person,
  };
}

function positionOf(cursor: string | undefined): WorklistPosition | null {
  if (cursor === undefined) return null;
  const [place = 0, seq = 0] = cursor.split(".").map(Number);
  return { place, seq };
}

export const worklistRoute: AnyRoute = route({
  operation: "worklist",
  method: "GET",
  path: "/worklist",
  tag: "review",
  summary:
    "Plates by the risk that they carry, page by page; those whose rows have changed `after`; or one `plate`.",
  needs: "look",
  quiet: true,
  request: z.object({ query }),
  answer: "WorklistView",
  handle: ({ services: { review }, parts, reply, caller }) => {
    const asked = parts.query;
    const { plate, after, cursor, limit = USUAL_ROWS } = asked;
    const page = { question: questionOf(asked, caller.name), after: positionOf(cursor), limit };
    const text =
      plate !== undefined
        ? review.worklistPlate(plate)
        : after !== undefined
          ? review.worklistChanges(after)
          : review.worklistPage(page);
    return reply.type("application/json; charset=utf-8").send(text);
  },
});

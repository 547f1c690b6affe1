import { z } from "zod";
import { PlatewardenError } from "../domain/errors.ts";
import { parseWellName } from "../domain/well.ts";
import type { AssignReadingRequest, StartRunRequest } from "./views.ts";

/** Also those that turn the direction of writing: what is signed must read as it is stored. */
export const controlCharacters = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** A line of text: trimmed, not empty, without control characters, at most `longest` characters. */
export function line(longest: number) {
  return z
    .string({ error: (issue) => (issue.input === undefined ? "is missing" : "must be a text") })
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => !controlCharacters.test(text), "must not contain control characters");
}

/** The same with line ends and tabs. */
export function paragraph(longest: number) {
  return z
    .string({ error: "must be a text" })
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must have at most ${longest} characters`)
    .refine(
      (text) => !controlCharacters.test(text.replace(/[\n\r\t]/g, "")),
      "must not contain control characters",
    );
}

export const identifier = line(100);
const barcode = line(64);
const reason = line(500);

const blastsDay4Percent = z
  .number({ error: "must be a number" })
  .min(0, "must be at least 0")
  .max(100, "must be at most 100");

export const wellName = line(4).transform((text, context) => {
  const name = parseWellName(text);
  if (name !== null) return name;
  context.addIssue({
    code: "custom",
    message: `“${text}” is no well of a 96-well plate (A1 … H12)`,
  });
  return z.NEVER;
});

const plateDetails = {
  layoutId: identifier,
  sample: identifier.optional(),
  barcode,
  blastsDay4Percent: blastsDay4Percent.optional(),
  rereadReason: reason.optional(),
};

const idParameters = z.strictObject({ id: identifier });

export const plateRequest = z.object({ params: idParameters });

export const sampleRequest = z.object({ params: z.strictObject({ name: identifier }) });

/** Anything that was scanned; whether it is a barcode is for the bench to say. */
export const scanRequest = z.object({ params: z.strictObject({ barcode: z.string() }) });

export const startRunRequest = z.object({
  body: z.strictObject({
    readerId: identifier,
    ...plateDetails,
  }) satisfies z.ZodType<StartRunRequest>,
});

export const cancelRunRequest = z.object({
  params: idParameters,
  body: z.strictObject({}),
});

export const assignReadingRequest = z.object({
  params: idParameters,
  body: z.strictObject({
    ...plateDetails,
    barReason: reason.optional(),
  }) satisfies z.ZodType<AssignReadingRequest>,
});

const documentParameters = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal digits"),
});

export const retryDocumentRequest = z.object({
  params: documentParameters,
  body: z.strictObject({}),
});

export const dismissDocumentRequest = z.object({
  params: documentParameters,
  body: z.strictObject({ reason }),
});

const eventId = z
  .string()
  .regex(/^\d{1,15}$/, "must be a whole number, the id of an event")
  .transform(Number);

export const eventsRequest = z.object({
  query: z.strictObject({ after: eventId.optional() }),
  headers: z.object({ "last-event-id": eventId.optional() }),
});

interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: unknown;
}

/** Validated parts of a request; throws REQUEST_INVALID naming every problem at once. */
export function readRequest<Parts>(schema: z.ZodType<Parts>, request: RawRequest): Parts {
  const { params, query, body, headers } = request;
  const result = schema.safeParse({ params, query, body, headers });
  if (result.success) return result.data;
  const problems = result.error.issues.map(problemOf);
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `The request cannot be carried out: ${problems.map((one) => `${one.field} ${one.problem}`).join("; ")}.`,
    { detail: { problems } },
  );
}

function problemOf(issue: z.core.$ZodIssue): { field: string; problem: string } {
  if (issue.code === "unrecognized_keys") {
    return { field: issue.keys.join(", "), problem: "is not known here" };
  }
  const [part, ...rest] = issue.path;
  if (rest.length > 0) return { field: rest.join("."), problem: issue.message };
  return { field: `the ${String(part)}`, problem: "must be a JSON object" };
}

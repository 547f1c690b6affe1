import { z } from "zod";
import type { DrawnWell } from "../domain/drawn-layout.ts";
import { ROLES } from "../domain/layout.ts";
import { parseQuantity } from "../domain/quantity.ts";
import { parseWellName } from "../domain/well.ts";
import { IMPORT_SOURCES } from "../layout/import-layout.ts";
import type {
  CheckLayoutRequest,
  DrawnLayoutRequest,
  ImportLayoutRequest,
  SaveLayoutRequest,
} from "./layout-views.ts";
import { controlCharacters } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";

/** A layout file is some 3 kB; one with every well on a line of its own some 20. */
const LONGEST_TEXT = 200_000;
const BODY_LIMIT_BYTES = 512 * 1024;

function line(longest: number) {
  return z
    .string()
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => text.isWellFormed(), "holds a broken character")
    .refine((text) => !controlCharacters.test(text), "must not contain control characters");
}

const id = line(80).regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  "must be of letters, digits, dots, dashes and underscores",
);
const revision = z.int().min(1).max(999_999);
const text = z.string().max(LONGEST_TEXT, "is too long to be a layout file");
const reason = line(500).trim().min(8, "must say in a few words why (8 characters or more)");
const against = z.strictObject({ id, revision }).optional();

const quantity = line(60).check((context) => {
  const read = parseQuantity(context.value);
  if (read.ok) return;
  const message = `${read.problem.message}. ${read.problem.remedy}`;
  context.issues.push({ code: "custom", input: context.value, message });
});

const well = line(4).transform((name, context) => {
  const parsed = parseWellName(name);
  if (parsed !== null) return parsed;
  context.addIssue({ code: "custom", message: `“${name}” is no well of a 96-well plate` });
  return z.NEVER;
});

const count = z.int().min(0).max(96).nullable();

const drawnWell = z.strictObject({
  well,
  role: z.enum(ROLES),
  arm: line(100).nullable(),
  prednisolone: quantity.nullable(),
  inhibitor: quantity.nullable(),
  replicate: z.int().min(1).max(96).nullable(),
  patientSlot: line(20).nullable(),
});

const drawing = z.strictObject({
  id,
  revision,
  title: line(300),
  comment: z.string().max(5000).refine(isComment, "must not contain control characters"),
  waive: z.array(z.strictObject({ check: line(50), reason: line(500) })).max(50),
  solvents: z.array(z.strictObject({ name: line(100), max: quantity })).max(20),
  arms: z
    .array(
      z.strictObject({
        id: line(100),
        compound: line(100).nullable(),
        concentration: quantity.nullable(),
        solvent: line(100).nullable(),
        vehicle: z.boolean(),
      }),
    )
    .max(96),
  wells: z.array(drawnWell).max(96).refine(isEachOnce, "names a well twice"),
  require: z
    .strictObject({ blank: count, untreated: count, vehiclePerPatient: count, replicates: count })
    .nullable(),
  against,
});

function isComment(comment: string): boolean {
  return comment.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(comment);
}

function isEachOnce(wells: readonly DrawnWell[]): boolean {
  return new Set(wells.map((one) => one.well)).size === wells.length;
}

const revisionText = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "must be the number of a revision")
  .transform(Number);

export const layoutRoutes: readonly AnyRoute[] = [
  route({
    operation: "layouts",
    method: "GET",
    path: "/layouts",
    tag: "layouts",
    summary: "The layout files of the bench, every revision.",
    needs: "look",
    quiet: true,
    request: z.object({}),
    answer: "LayoutListView",
    handle: ({ services }) => services.layouts.list(),
  }),
  route({
    operation: "layout",
    method: "GET",
    path: "/layouts/:id/:revision",
    tag: "layouts",
    summary: "One revision of a layout: its text, and what it means.",
    needs: "look",
    request: z.object({ params: z.strictObject({ id, revision: revisionText }) }),
    answer: "LayoutTextView",
    handle: ({ services, parts: { params } }) => services.layouts.text(params.id, params.revision),
  }),
  route({
    operation: "checkLayout",
    method: "POST",
    path: "/layouts/check",
    tag: "layouts",
    summary: "Checks the text of a layout file: every problem at once; saves nothing.",
    needs: "look",
    bodyLimitBytes: BODY_LIMIT_BYTES,
    request: z.object({
      body: z.strictObject({ text, against }) satisfies z.ZodType<CheckLayoutRequest>,
    }),
    answer: "LayoutCheckView",
    handle: ({ services, parts }) => services.layouts.check(parts.body),
  }),
  route({
    operation: "drawLayout",
    method: "POST",
    path: "/layouts/draw",
    tag: "layouts",
    summary: "Writes the layout file of a drawing and checks it; saves nothing.",
    needs: "look",
    bodyLimitBytes: BODY_LIMIT_BYTES,
    request: z.object({ body: drawing satisfies z.ZodType<DrawnLayoutRequest> }),
    answer: "DrawnLayoutView",
    handle: ({ services, parts }) => services.layouts.draw(parts.body),
  }),
  route({
    operation: "importLayout",
    method: "POST",
    path: "/layouts/import",
    tag: "layouts",
    summary: "Turns a layout of plater, wellmap or a CSV table into a draft; saves nothing.",
    needs: "look",
    bodyLimitBytes: BODY_LIMIT_BYTES,
    request: z.object({
      body: z.strictObject({
        source: z.enum(IMPORT_SOURCES),
        text,
        id,
      }) satisfies z.ZodType<ImportLayoutRequest>,
    }),
    answer: "ImportedLayoutView",
    handle: ({ services, parts }) => services.layouts.import(parts.body),
  }),
  route({
    operation: "saveLayout",
    method: "POST",
    path: "/layouts",
    tag: "layouts",
    summary: "Saves a layout as its next revision; what is there is never overwritten.",
    needs: "layouts",
    authorisable: true,
    status: 201,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    request: z.object({
      body: z.strictObject({ text, reason }) satisfies z.ZodType<SaveLayoutRequest>,
    }),
    answer: "LayoutSummaryView",
    handle: ({ services, parts, caller }) =>
      services.layouts.save({
        ...parts.body,
        by: caller.name,
        authorisedBy: caller.kind === "person" ? caller.authorisedBy : null,
      }),
  }),
];

/** Zod building blocks for the layout and plan files: texts that carry a concentration, wells or a name. */

import { z } from "zod";
import { parseQuantity, type Quantity } from "../domain/quantity.ts";
import { parseWells, type WellGrid } from "./well-range.ts";

/** What a field adds to its Zod issue, so that the message can say how to mend it and where exactly. */
export interface IssueHint {
  readonly check: string;
  readonly remedy: string;
  readonly offset?: number;
}

/** A concentration in quotes; a bare number is refused with the text that was probably meant. */
export const quantityField = z.unknown().transform((value, context): Quantity => {
  if (typeof value !== "string") {
    const missing = value === undefined;
    const shown = typeof value === "number" ? `${value}` : "10";
    context.addIssue({
      code: "custom",
      message: missing
        ? "a concentration is missing"
        : "a concentration is never a bare number: it is a text with a unit",
      params: hint("quantity", `Write for example "${shown} uM" or "${shown} ug/mL", in quotes.`),
    });
    return z.NEVER;
  }
  const result = parseQuantity(value);
  if (result.ok) return result.quantity;
  const { message, remedy, offset } = result.problem;
  context.addIssue({ code: "custom", message, params: hint("quantity", remedy, offset) });
  return z.NEVER;
});

/** One text of wells, e.g. `A1:A12`; becomes its grids in the order written. */
const wellsText = z.string().transform((text, context): readonly WellGrid[] => {
  const result = parseWells(text);
  if (result.ok) return result.grids;
  for (const { message, remedy, offset } of result.problems) {
    context.addIssue({ code: "custom", message, params: hint("wells", remedy, offset) });
  }
  return z.NEVER;
});

/** `at`: one text of wells or a list of them. */
export const wellsField = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(wellsText).min(1),
);

/** A name of a compound, arm, axis or solvent: Latin letters and digits, so that look-alikes cannot hide. */
export const nameField = z.string().check((context) => {
  const text = context.value;
  const odd = /[^A-Za-z0-9 ._+()/-]/u.exec(text);
  if (text.trim() === text && text !== "" && !odd) return;
  context.issues.push({
    code: "custom",
    input: text,
    message: odd
      ? `"${text}" holds the character "${odd[0]}" (${codePoint(odd[0])}), which may look like another one`
      : `"${text}" is empty or has a space at an end`,
    params: hint("names", "Use plain letters, digits and . _ + - ( ) / only.", odd?.index),
  });
});

export const patientSlotField = z.string().check((context) => {
  if (/^P[1-9]\d?$/.test(context.value)) return;
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `"${context.value}" is no patient slot`,
    params: hint(
      "slots",
      "Write P1 (P2, … when several patients share the plate); the plan says who that is.",
    ),
  });
});

export const drugSlotField = z.string().check((context) => {
  if (/^D[1-9]\d?$/.test(context.value)) return;
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `"${context.value}" is no drug slot`,
    params: hint("slots", "Write D1, D2, …; the plan says which compound that is."),
  });
});

function hint(check: string, remedy: string, offset?: number): Record<string, unknown> & IssueHint {
  return offset === undefined ? { check, remedy } : { check, remedy, offset };
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex}`;
}

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { issueSentence } from "../../src/layout/issue-words.ts";

function sentences(schema: z.ZodType, data: unknown): string[] {
  const issues = schema.safeParse(data).error?.issues ?? [];
  return issues.map((issue) => issueSentence(issue, data, "the file"));
}

describe("issueSentence", () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ["a type", z.object({ a: z.string() }), { a: 3 }, "`a` must be a text in quotes, not 3"],
    ["a whole number", z.object({ a: z.int() }), { a: 2.5 }, "`a` must be a whole number, not 2.5"],
    ["a limit", z.object({ a: z.number().gt(0) }), { a: 0 }, "`a` must be more than 0, not 0"],
    [
      "an empty text",
      z.object({ a: z.string().min(1) }),
      { a: "" },
      '`a` must be a text of at least 1 character, not ""',
    ],
    [
      "a list too short",
      z.object({ a: z.array(z.number()).min(2) }),
      { a: [1] },
      "`a` must be a list of at least 2 values, not a list of 1",
    ],
    [
      "a choice",
      z.object({ a: z.enum(["x", "y"]) }),
      { a: "z" },
      '`a` must be "x" or "y", not "z"',
    ],
    [
      "what is missing",
      z.object({ a: z.array(z.object({ b: z.number() })) }),
      { a: [{}] },
      "`a[0].b` is missing; it must be a number",
    ],
    ["the whole", z.object({}), [], "the file must be a table, not a list of 0"],
    ["an unknown key", z.strictObject({}), { a: 1, b: 2 }, "`a`, `b` are unknown in the file"],
  ])("says of %s what is there and what must be", (_, schema, data, words) => {
    expect(sentences(schema, data)).toEqual([words]);
  });
});

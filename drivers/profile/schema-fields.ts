/** Fields that the groups of a profile are made of. */
import { z } from "zod";
import { type CommandText, parseCommandText } from "./command-text.ts";
import { compilePattern, type Pattern } from "./pattern.ts";

/** A pattern in RE2 syntax; `groups` are those it must name. */
export function pattern(description: string, groups: readonly string[] = []) {
  return z
    .string()
    .min(1)
    .max(500)
    .describe(description)
    .transform((source, context): Pattern => {
      const compiled = tryCompile(source);
      if (typeof compiled === "string") {
        context.addIssue({
          code: "custom",
          message: `the pattern cannot be used: ${compiled}`,
          params: {
            check: "pattern",
            remedy:
              "Patterns are RE2: no back references, no look-ahead or look-behind. Write it in 'single quotes', so that backslashes stay.",
          },
        });
        return z.NEVER;
      }
      const missing = groups.filter((group) => !compiled.groups.includes(group));
      if (missing.length === 0) return compiled;
      context.addIssue({
        code: "custom",
        message: `the pattern names no group ${missing.map((name) => `\`${name}\``).join(", ")}`,
        params: {
          check: "pattern",
          remedy: `Write (?P<${missing[0]}>…) around what it stands for.`,
        },
      });
      return z.NEVER;
    });
}

function tryCompile(source: string): Pattern | string {
  try {
    return compilePattern(source);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Text with placeholders. */
export function commandText(description: string) {
  return bytes(description).transform((source, context): CommandText => {
    try {
      return parseCommandText(source);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: error instanceof Error ? error.message : String(error),
        params: {
          check: "command",
          remedy: "Write {name} or, with zeros in front to three digits, {name:03}; {{ is a brace.",
        },
      });
      return z.NEVER;
    }
  });
}

/** Text of one character a byte. */
export function bytes(description: string) {
  return z
    .string()
    .max(500)
    .regex(LATIN1, "only characters of one byte (latin1) can be sent and received")
    .describe(description);
}

const LATIN1 = /^[^\u0100-\uffff]*$/;

export function milliseconds(standard: number, description: string) {
  return z.int().min(1).max(3_600_000).default(standard).describe(`${description}, in ms.`);
}

export const commandName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    "a command's name is lower-case letters, digits and underscores",
  );

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAMPS } from "../../src/domain/lamp.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/bench.md"), "utf8");

describe("the table of lamps in docs/bench.md", () => {
  it("is the table of the program, in the same order", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows).toEqual(
      Object.entries(LAMPS).map(
        ([code, { lamp, sentence, remedy }]) =>
          `| \`${code}\` | ${lamp} | ${sentence} | ${remedy} |`,
      ),
    );
  });
});

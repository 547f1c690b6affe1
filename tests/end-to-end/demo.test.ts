import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

/** Four combinations, and the quality of one plate. */
const FLAGS = 5;

const DEMO = ["demo", "--once"];

describe("npm start", () => {
  it("finishes the seven plates twice at the same time, each with its table and its own port", async () => {
    const [first, second] = await Promise.all([runProgram(...DEMO), runProgram(...DEMO)]);
    for (const demo of [first, second]) {
      expect(demo.code).toBe(0);
      expect(demo.out).toMatch(/^B +mutant +complete, grade A/m);
      expect(demo.out).toMatch(/^A +mutant +none +partial, grade A/m);
      expect(demo.out).toMatch(/^G +wild type +antagonistic, grade A/m);
      expect(demo.out).toMatch(/^E +wild type .* inconclusive/m);
      expect(demo.out.match(/^ {2}flag: /gm)).toHaveLength(FLAGS);
    }
    const address = (text: string) => /Bench page: (\S+)/.exec(text)?.[1];
    expect(address(first.out)).not.toBe(address(second.out));
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillCommandText, parseCommandText } from "../../../drivers/profile/command-text.ts";

describe("texts of commands", () => {
  test("values, zeros in front, braces, true and false", () => {
    const command = parseCommandText("R{nm:04} {{x}} {fast}{slow}");
    expect(command.names).toEqual(["nm", "fast", "slow"]);
    expect(command.prefix).toBe("R");
    expect(fillCommandText(command, { nm: 570, fast: true, slow: false })).toEqual({
      text: "R0570 {x} 10",
    });
  });

  test("a value that is not there is named", () => {
    expect(fillCommandText(parseCommandText("A {b}"), {})).toEqual({ text: null, missing: "b" });
  });

  test.each(["{", "}", "{}", "{A}", "{a:3}", "{a:003x}"])("%s is refused", (source) => {
    expect(() => parseCommandText(source)).toThrow();
  });

  test("text without braces is sent as it is", () => {
    const text = fc.string().filter((one) => !/[{}]/.test(one));
    fc.assert(
      fc.property(text, (source) => {
        expect(fillCommandText(parseCommandText(source), {})).toEqual({ text: source });
      }),
    );
  });
});

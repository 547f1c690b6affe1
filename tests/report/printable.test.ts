import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable } from "../../src/report/printable.ts";

describe("a text on paper", () => {
  test.each([
    ["trametinib 2.5 µM ≥ −1 Δ ± Z′ “é” Ωλ Жд", "trametinib 2.5 µM ≥ −1 Δ ± Z′ “é” Ωλ Жд"],
    ["two\nlines\tand  blanks ", "two lines and blanks"],
    ["張", "⟨U+5F35⟩"],
    ["🧪", "⟨U+1F9EA⟩"],
    ["gnp\u202Eexe", "gnp⟨U+202E⟩exe"],
    ["zero\u200Bwidth", "zero⟨U+200B⟩width"],
    ["\u001B[31m", "⟨U+001B⟩[31m"],
    ["e\u0301", "é"],
  ])("%j is printed as %j", (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  test("names that differ by more than blanks and composition never look the same", () => {
    const visible = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(visible, visible, (a, b) => {
        const plain = (text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim();
        fc.pre(plain(a) !== plain(b) && !/[⟨⟩]/.test(a + b));
        expect(printable(a)).not.toBe(printable(b));
      }),
    );
  });

  test("is cut, saying so, where it would push everything else off the page", () => {
    expect(printable("x".repeat(700))).toBe(`${"x".repeat(600)} … (shortened)`);
    expect(printable("x".repeat(600))).toBe("x".repeat(600));
  });
});

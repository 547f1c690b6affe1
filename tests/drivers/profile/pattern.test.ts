import { describe, expect, test } from "vitest";
import { compilePattern } from "../../../drivers/profile/pattern.ts";

describe("patterns of a profile", () => {
  test.each([
    ["a back reference", String.raw`(a)\1`],
    ["a look-ahead", "(?=a)b"],
    ["a look-behind", "(?<=a)b"],
    ["a negative look-ahead", "(?!a)b"],
    ["broken syntax", "a["],
  ])("%s is refused", (_, source) => {
    expect(() => compilePattern(source)).toThrow();
  });

  test("what makes other engines try for years is over at once", () => {
    const text = `${"a".repeat(50_000)}!`;
    expect(compilePattern("^(a+)+$").test(text)).toBe(false);
    expect(compilePattern("(a|aa)+b").find(text)).toBeNull();
  });

  test("finds its groups by name; one that took no part is not there", () => {
    const pattern = compilePattern("(?P<left>x)|(?P<right>y)");
    expect(pattern.groups).toEqual(["left", "right"]);
    expect(pattern.find("..y")).toEqual({ start: 2, end: 3, text: "y", groups: { right: "y" } });
  });

  test("finds every place, and tells covering from containing", () => {
    const pattern = compilePattern(String.raw`\d+`);
    expect(pattern.findAll("1 22 333").map((match) => match.text)).toEqual(["1", "22", "333"]);
    expect(pattern.test("a1")).toBe(true);
    expect(pattern.covers("a1")).toBe(false);
    expect(pattern.covers("11")).toBe(true);
  });

  test("knows characters of one byte", () => {
    expect(compilePattern("^\u00b5$").test("\u00b5")).toBe(true);
  });
});

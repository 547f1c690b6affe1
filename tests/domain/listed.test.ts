import { expect, test } from "vitest";
import { listed } from "../../src/domain/listed.ts";

test("a list names its first ones and counts the others", () => {
  expect(listed([])).toBe("");
  expect(listed(["a", "b"], 2)).toBe("a, b");
  expect(listed(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  const names = Array.from({ length: 400_000 }, (_, index) => `n${index}`);
  expect(listed(names)).toBe("n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 399990 more");
});

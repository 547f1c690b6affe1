import { expect, it } from "vitest";
import { withoutArm } from "../../src/web/parts/without-arm.ts";

it("leaves out the inhibitor's name only where a sentence begins with it as a heading", () => {
  const sentence = "trametinib: Partial sensitisation: more cells die with trametinib.";
  expect(withoutArm(sentence, "trametinib")).toBe(
    "Partial sensitisation: more cells die with trametinib.",
  );
  expect(withoutArm(sentence, "sorafenib")).toBe(sentence);
  expect(withoutArm("null: nothing", null)).toBe("null: nothing");
});

import { describe, expect, it } from "vitest";
import { contentOf } from "../../src/web/plate/well-content.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";

const { wells } = createFakeBench().plate("plate-b");

function contentAt(name: string): string {
  const well = wells.find((one) => one.well === name);
  return well === undefined ? "no such well" : contentOf(well);
}

describe("what stands in a well", () => {
  it("is named with compound, concentration and dose, as far as there are any", () => {
    expect([contentAt("A1"), contentAt("A2"), contentAt("A3"), contentAt("G3")]).toEqual([
      "blank",
      "vehicle, prednisolone 250 µg/mL",
      "trametinib 2.5 µM, prednisolone 250 µg/mL",
      "trametinib 2.5 µM, prednisolone 0 µg/mL",
    ]);
  });

  it("is said to be unknown without a layout", () => {
    const [well] = wells;
    if (well === undefined) throw new Error("the fake plate has no wells");
    expect(contentOf({ ...well, role: null })).toBe("no layout");
  });
});

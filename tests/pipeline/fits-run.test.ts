import { describe, expect, test } from "vitest";
import type { PlateReading } from "../../src/domain/reading.ts";
import { fileReading } from "../../src/pipeline/file-reading.ts";
import { objectionToReading } from "../../src/pipeline/fits-run.ts";
import { begin, MTT, paperBench } from "./paper-bench.ts";
import { importedPlate, read } from "./paper-file.ts";

const run = () => begin(paperBench(), { barcode: "A-1" });

function reading(
  more: Partial<PlateReading>,
  nm: readonly (number | null)[] = [570, 650],
): PlateReading {
  const made = fileReading(importedPlate({ reads: nm.map((one) => read(one)) }), MTT);
  if (made === null) throw new Error("no reading");
  return { ...made, ...more };
}

describe("what was read for a run becomes its plate", () => {
  test.each([
    { what: "with the wavelengths it was told", given: reading({}) },
    { what: "with its barcode, in whatever letters", given: reading({ plateBarcode: " a-1 " }) },
    {
      what: "without a reference where the reader took it off itself",
      given: reading({ referenceSubtracted: true }, [570]),
    },
  ])("$what", ({ given }) => {
    expect(objectionToReading(run(), given)).toBeNull();
  });

  test.each([
    { what: "another barcode", given: reading({ plateBarcode: "A-2" }), says: "barcode A-2" },
    { what: "another wavelength", given: reading({}, [560, 650]), says: "560" },
    {
      what: "no reference",
      given: reading({}, [570]),
      says: "570 nm, and the run asked for 570 and 650",
    },
    { what: "no measurement", given: reading({ planes: [] }), says: "no measurement" },
  ])("but not with $what", ({ given, says }) => {
    expect(objectionToReading(run(), given)).toContain(says);
  });
});

import { describe, expect, test } from "vitest";
import { bioRad } from "../../../drivers/bio-rad/driver.ts";
import { readCommand } from "../../../drivers/bio-rad/read-plate.ts";
import type { PlateReading } from "../../../src/domain/reading.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { transcriptsOf } from "../../contract/transcripts.ts";

const MTT = { measurementNm: 570, referenceNm: 650 };
const WHEEL = [405, 450, 490, 570, 595, 650, null, null];
const defaults = bioRad.options.parse({});

describe("the read command", () => {
  test("names the positions of the wavelengths, and how to mix", () => {
    expect(readCommand({ model: "680", filtersNm: WHEEL }, MTT, defaults)).toBe("RPLATE 2 5 M 4 6");
    const one = { measurementNm: 595, referenceNm: null };
    const quick = bioRad.options.parse({ speed: 1, mixSeconds: 0, mixSpeed: "H" });
    expect(readCommand({ model: "680", filtersNm: WHEEL }, one, quick)).toBe("RPLATE 1 0 H 5");
    expect(readCommand({ model: "550", filtersNm: WHEEL }, MTT, defaults)).toBe("RPLATE 5 4 6");
  });

  test("is not sent for a filter that is not there", () => {
    const request = { measurementNm: 562, referenceNm: null };
    expect(() => readCommand({ model: "680", filtersNm: WHEEL }, request, defaults)).toThrow(
      "405, 450, 490, 570, 595, 650 nm",
    );
    expect(() => readCommand({ model: "550", filtersNm: null }, request, defaults)).toThrow(
      expect.objectContaining({ fault: "FILTERS_UNKNOWN" }),
    );
  });

  test("is not sent to a 550 that would have to mix too long", () => {
    const options = bioRad.options.parse({ mixSeconds: 10 });
    expect(() => readCommand({ model: "550", filtersNm: WHEEL }, MTT, options)).toThrow(
      expect.objectContaining({ fault: "MIX_TOO_LONG" }),
    );
    expect(readCommand({ model: "680", filtersNm: WHEEL }, MTT, options)).toBe("RPLATE 2 10 M 4 6");
  });
});

describe("the worked example", () => {
  const example = transcriptsOf(bioRad).find(({ name }) =>
    name.startsWith("680-dual-worked-example"),
  );

  function read(): PlateReading {
    const dialogue = bioRad.dialogues.readPlate(MTT, defaults);
    const outcome = replayDialogue(dialogue, example?.recorded ?? [], bioRad.framing);
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    return outcome.result;
  }

  test("gives the values it was made of: 0.100 + 0.003 a row + 0.080 a column, and one over range", () => {
    const [measurement, reference] = read().planes;
    measurement?.values.forEach((value, index) => {
      const [row, column] = [Math.floor(index / 12), index % 12];
      if (index === 95) expect(value).toMatchObject({ absorbance: null, direction: "over-range" });
      else expect(value.absorbance).toBeCloseTo(0.1 + 0.003 * row + 0.08 * column, 9);
      const referenceValue = reference?.values[index]?.absorbance;
      expect(referenceValue).toBeCloseTo(0.04 + 0.001 * (row + column), 9);
    });
    expect(measurement?.values).toHaveLength(96);
  });

  test("is raw, with the reader's clock and both wavelengths, and nothing to warn of", () => {
    expect(read()).toMatchObject({
      planes: [
        { role: "measurement", wavelengthNm: 570, filterToken: "570" },
        { role: "reference", wavelengthNm: 650, filterToken: "650" },
      ],
      referenceSubtracted: false,
      readerClock: "14/03/2026 10:15:02",
      readerModel: "BIO-RAD Model 680 Microplate READER",
      warnings: [],
    });
  });
});

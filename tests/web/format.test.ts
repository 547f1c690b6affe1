import { describe, expect, it } from "vitest";
import {
  formatAbsorbance,
  formatBytes,
  formatConcentration,
  formatDuration,
  formatFigure,
  formatLc50,
  formatPercent,
  formatUtcOffset,
} from "../../src/web/format.ts";

describe("the local time", () => {
  it.each([
    [0, "UTC"],
    [-60, "UTC+1"],
    [-345, "UTC+5:45"],
    [210, "UTC−3:30"],
  ])("of %i minutes is %s", (minutes, words) => {
    const date = new Date();
    date.getTimezoneOffset = () => minutes;
    expect(formatUtcOffset(date)).toBe(words);
  });
});

describe("numbers for people", () => {
  it("show a missing number as a dash and never as 0", () => {
    expect([formatAbsorbance(null), formatPercent(null), formatFigure(null, "%")]).toEqual([
      "–",
      "–",
      "–",
    ]);
    expect(formatAbsorbance(0)).toBe("0.000");
  });

  it("keep the reader's three decimals and a true minus sign", () => {
    expect(formatAbsorbance(0.5)).toBe("0.500");
    expect(formatAbsorbance(-0.012)).toBe("−0.012");
  });

  it.each([
    [0, "0"],
    [0.06103515625, "0.061"],
    [0.244140625, "0.24"],
    [0.9765625, "0.98"],
    [3.90625, "3.9"],
    [15.625, "15.6"],
    [62.5, "62.5"],
    [250, "250"],
    [0.0002, "0.0002"],
    [0.0000002, "0.0000002"],
  ])("say the dose %d as %s", (dose, expected) => {
    expect(formatConcentration(dose)).toBe(expected);
  });

  it("state an LC50 as a bound where it is one", () => {
    expect(formatLc50({ relation: ">", valueUgPerMl: 250 })).toBe("LC50 > 250 µg/mL");
    expect(formatLc50(null)).toBe("LC50 not determined");
  });

  it("count wells whole and keep enough digits to compare a figure with its limit", () => {
    expect([
      formatFigure(8, "wells"),
      formatFigure(0.0042, "AU"),
      formatFigure(4.917, "%"),
      formatFigure(-23.44, "%"),
      formatFigure(0.8573, ""),
    ]).toEqual(["8 wells", "0.004 AU", "4.92 %", "−23.4 %", "0.86"]);
  });

  it("count time in seconds first", () => {
    expect([formatDuration(-5), formatDuration(119_400), formatDuration(125_000)]).toEqual([
      "0 s",
      "119 s",
      "2 min 5 s",
    ]);
  });
});

describe("the size of a file", () => {
  it.each([
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [81_234, "81 kB"],
    [2_400_000, "2.4 MB"],
  ])("of %i bytes is %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});

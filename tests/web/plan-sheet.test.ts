import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueFromText } from "../../src/web/plan/due-text.ts";
import {
  blockOf,
  fillDown,
  type GridRow,
  pasteBlock,
  placeOfFilled,
  setCell,
} from "../../src/web/plan/grid-rows.ts";
import {
  draftOfSheet,
  EMPTY_SHEET,
  findingsAt,
  isUntouched,
} from "../../src/web/plan/plan-sheet.ts";
import { plateSeries, type SeriesOrder, seriesProblem } from "../../src/web/plan/plate-series.ts";

const NOW = new Date(2026, 2, 6, 9, 0);

describe("a block from a spreadsheet", () => {
  const cell = fc.string({ maxLength: 8 }).map((text) => text.replace(/[\t\n\r]/g, "").trim());
  const block = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 8,
      }),
    )
    // An empty last line is the line end that spreadsheets put behind a block.
    .filter((rows) => rows.at(-1)?.some((text) => text !== "") ?? false);

  it("comes out as it went in, from the cell on, whatever the line ends", () => {
    const keys = ["a", "b", "c", "d", "e", "f"];
    fc.assert(
      fc.property(
        block,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.nat({ max: 4 }),
        (rows, end, place) => {
          const text = `${rows.map((row) => row.join("\t")).join(end)}${end}`;
          expect(blockOf(text)).toEqual(rows);
          const filled = pasteBlock([], keys, { place, key: "b" }, rows);
          expect(filled).toHaveLength(place + rows.length);
          const back = filled
            .slice(place)
            .map((row) => rows[0]?.map((_, at) => row[keys[at + 1] ?? ""]));
          expect(back.map((row) => row?.slice(0, 5))).toEqual(rows.map((row) => row.slice(0, 5)));
        },
      ),
    );
  });

  it("is none where the text is one cell", () => {
    expect(blockOf("PW-1")).toBeNull();
  });

  it("loses what has no column, and changes nothing else", () => {
    const rows: GridRow[] = [{ a: "1", b: "2" }];
    const filled = pasteBlock(rows, ["a", "b"], { place: 0, key: "b" }, [["x", "lost"]]);
    expect(filled).toEqual([{ a: "1", b: "x" }]);
  });
});

describe("rows", () => {
  it("are made as far as a cell is written, and copied from above", () => {
    expect(setCell([], 2, "a", "x")).toEqual([{}, {}, { a: "x" }]);
    expect(fillDown([{ a: "x" }], 1, "a")).toEqual([{ a: "x" }, { a: "x" }]);
    expect(fillDown([{ a: "x" }], 0, "a")).toEqual([{ a: "x" }]);
  });

  it("are found again though empty ones stand between", () => {
    expect(placeOfFilled([{}, { a: "x" }, { a: " " }, { a: "y" }], 1)).toBe(3);
    expect(placeOfFilled([{}], 0)).toBe(-1);
  });
});

describe("a time", () => {
  it("is local and gets its offset", () => {
    const due = dueFromText("2026-03-06 15:00", NOW);
    expect(due).toMatch(/^2026-03-06T15:00:00[+-]\d\d:\d\d$/);
    expect(new Date(due).getTime()).toBe(new Date(2026, 2, 6, 15, 0).getTime());
    expect(dueFromText("15:00", NOW)).toBe(due);
  });

  it.each(["", "tomorrow", "2026-02-30 10:00", "6.3.2026"])(
    "%j is none and comes back as it is",
    (text) => {
      expect(dueFromText(text, NOW)).toBe(text);
    },
  );
});

describe("a series", () => {
  const order: SeriesOrder = {
    pattern: "ALL-####-{n}",
    from: 7,
    platesPerSample: 2,
    layoutId: "combination-rot180-1plate",
    samples: ["A", "B"],
    firstDue: new Date(2026, 2, 6, 15, 0),
    minutesApart: 30,
  };

  it("has a row a plate, sample after sample, times one after the other", () => {
    expect(plateSeries(order)).toEqual([
      row("ALL-0007-1", "A", "2026-03-06 15:00"),
      row("ALL-0007-2", "A", "2026-03-06 15:30"),
      row("ALL-0008-1", "B", "2026-03-06 16:00"),
      row("ALL-0008-2", "B", "2026-03-06 16:30"),
    ]);
    expect(seriesProblem(order)).toBeNull();
  });

  it("counts all plates where the pattern has no digits of the sample", () => {
    const rows = plateSeries({ ...order, pattern: "W{nnn}", firstDue: null });
    expect(rows.map((one) => one.barcode)).toEqual(["W007", "W008", "W009", "W010"]);
    expect(rows[0]?.due).toBe("");
  });

  it("never gives one barcode twice, or says why it cannot", () => {
    const pattern = fc.constantFrom("P-{n}", "P-#-{n}", "P-###", "P", "#{nn}", "");
    const counts = fc.record({
      from: fc.nat(99),
      platesPerSample: fc.integer({ min: 0, max: 12 }),
    });
    const samples = fc.array(fc.constantFrom("A", "B", "C"), { maxLength: 12 });
    fc.assert(
      fc.property(pattern, counts, samples, (text, count, names) => {
        const asked = { ...order, ...count, pattern: text, samples: names };
        fc.pre(seriesProblem(asked) === null);
        const barcodes = plateSeries(asked).map((one) => one.barcode);
        expect(new Set(barcodes).size).toBe(barcodes.length);
        expect(barcodes).toHaveLength(names.length * count.platesPerSample);
      }),
    );
  });

  function row(barcode: string, sample: string, due: string): GridRow {
    return { barcode, sample, layoutId: "combination-rot180-1plate", due };
  }
});

describe("a sheet", () => {
  it("becomes a draft: genes parted, percent read, empty rows left out", () => {
    const draft = draftOfSheet(
      {
        ...EMPTY_SHEET,
        samples: [
          {},
          { id: " A ", patient: "ALL-1", genes: "KRAS, NRAS", blastsDay4Percent: "91,5 %" },
        ],
        plates: [
          { barcode: "P1", layoutId: "x@2", sample: "A", D1: "trametinib", due: "15:00" },
          {},
        ],
      },
      NOW,
    );
    expect(draft.samples).toEqual([
      {
        id: "A",
        patient: "ALL-1",
        ras: "unknown",
        genes: ["KRAS", "NRAS"],
        blastsDay4Percent: 91.5,
      },
    ]);
    expect(draft.plates).toMatchObject([
      { layoutId: "x", revision: 2, drugs: { D1: "trametinib" }, reader: null },
    ]);
  });

  it("keeps what is no number as it was typed, for the check to refuse", () => {
    const samples = [{ id: "A", blastsDay4Percent: "many" }];
    const draft = draftOfSheet({ ...EMPTY_SHEET, samples }, NOW);
    expect(draft.samples[0]?.blastsDay4Percent).toBe("many");
  });

  it("shows an error before a warning at the same cell", () => {
    const at = { table: "plate", row: 0, field: "due", check: "due", remedy: "" } as const;
    const shown = findingsAt(
      [
        { ...at, severity: "error", sentence: "No time." },
        { ...at, severity: "warning", sentence: "In the past." },
      ],
      "plate",
      [{}, { barcode: "P1" }],
    );
    expect(shown.get("1 due")?.sentence).toBe("No time.");
  });
});

describe("a sheet", () => {
  it("is untouched until something is typed into any field, and again when all is emptied", () => {
    expect(isUntouched(EMPTY_SHEET)).toBe(true);
    expect(isUntouched({ ...EMPTY_SHEET, title: " ", plates: [{ barcode: "" }] })).toBe(true);
    expect(isUntouched({ ...EMPTY_SHEET, title: "W" })).toBe(false);
    expect(isUntouched({ ...EMPTY_SHEET, lots: [{}, { lot: "T-1" }] })).toBe(false);
  });
});

/** Layouts of other programs: what they say of the wells is taken over whole, and nothing that they do not say. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DrawnWell } from "../../src/domain/drawn-layout.ts";
import { ALL_WELLS, COLUMN_NUMBERS, ROW_LETTERS, type WellName } from "../../src/domain/well.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { importCsv } from "../../src/layout/import-csv.ts";
import {
  describeProblem,
  IMPORT_SOURCES,
  type ImportSource,
  importLayout,
} from "../../src/layout/import-layout.ts";
import { importPlater } from "../../src/layout/import-plater.ts";
import { importWellmap } from "../../src/layout/import-wellmap.ts";
import type { Problem } from "../../src/layout/problem.ts";

const IMPORTERS = { plater: importPlater, wellmap: importWellmap, csv: importCsv };

/** What a file says of a well; bare numbers, the units stand with the names. Empty: nothing. */
interface Said {
  readonly role: string;
  readonly arm: string;
  readonly prednisolone: string;
  readonly inhibitor: string;
  readonly replicate: string;
  readonly patient: string;
}

const FIELDS = ["role", "arm", "prednisolone", "inhibitor", "replicate", "patient"] as const;

const patient = fc.constantFrom("P1", "P2");
const replicate = fc.constantFrom("", "1", "2", "3");
const prednisolone = fc.constantFrom("0", "250", "62.5", "15.625", "0.06103515625");
const none = { arm: "", prednisolone: "", inhibitor: "", replicate: "", patient: "" };

const withoutCells = fc.constantFrom("blank", "edge", "unused").map((role) => ({ ...none, role }));
const withCells = fc.record({ role: fc.constantFrom("untreated", "kill"), patient });
const ofVehicle = fc.record({ prednisolone, replicate, patient });
const ofDrug = fc.record({ prednisolone, replicate, patient });

const content: fc.Arbitrary<Said> = fc.oneof(
  withoutCells,
  withCells.map((well) => ({ ...none, ...well })),
  ofVehicle.map((well) => ({
    ...none,
    ...well,
    role: well.prednisolone === "0" ? "vehicle" : "treated",
    arm: "vehicle",
  })),
  ofDrug.map((well) => ({ ...none, ...well, role: "treated", arm: "S63845", inhibitor: "2.5" })),
);

const plates = fc.array(content, { minLength: 96, maxLength: 96 });

type Said96 = readonly Said[];

const HEADS = { ...Object.fromEntries(FIELDS.map((field) => [field, field])) } as Record<
  (typeof FIELDS)[number],
  string
>;
const WITH_UNITS = {
  ...HEADS,
  prednisolone: "prednisolone (ug/mL)",
  inhibitor: "inhibitor [uM]",
};

function platerText(wells: Said96, heads: typeof HEADS): string {
  const blocks = FIELDS.map((field) => {
    const rows = ROW_LETTERS.map((letter, row) =>
      [letter, ...wells.slice(row * 12, row * 12 + 12).map((well) => well[field])].join(","),
    );
    return [[heads[field], ...COLUMN_NUMBERS].join(","), ...rows].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function csvText(wells: Said96, heads: typeof HEADS, sign = ",", end = "\n"): string {
  const rows = wells.map((well, index) =>
    [ALL_WELLS[index], ...FIELDS.map((field) => well[field])].join(sign),
  );
  return [["well", ...FIELDS.map((field) => heads[field])].join(sign), ...rows].join(end);
}

function wellmapText(wells: Said96, heads: typeof HEADS): string {
  return wells
    .map((well, index) => {
      const lines = FIELDS.filter((field) => well[field] !== "").map((field) => {
        const bare = field === "prednisolone" || field === "inhibitor";
        return `${JSON.stringify(heads[field])} = ${bare ? well[field] : `"${well[field]}"`}`;
      });
      return [`[well.${ALL_WELLS[index]}]`, ...lines].join("\n");
    })
    .join("\n");
}

const TEXTS: Readonly<Record<ImportSource, (wells: Said96, heads: typeof HEADS) => string>> = {
  plater: platerText,
  wellmap: wellmapText,
  csv: csvText,
};

function meaningOf(well: DrawnWell): Said & { well: WellName } {
  const number = (text: string | null) => (text === null ? "" : String(Number.parseFloat(text)));
  return {
    well: well.well,
    role: well.role,
    arm: well.arm ?? "",
    prednisolone: number(well.prednisolone),
    inhibitor: number(well.inhibitor),
    replicate: well.replicate === null ? "" : String(well.replicate),
    patient: well.patientSlot ?? "",
  };
}

/** The arm's one concentration stands with the arm. */
function expected(wells: Said96): readonly object[] {
  return wells.map((well, index) => ({ ...well, well: ALL_WELLS[index], inhibitor: "" }));
}

function mayNotFail(source: ImportSource, text: string) {
  const { drawing, problems } = IMPORTERS[source](text, "taken-over");
  if (drawing === null) throw new Error(problems.map(describeProblem).join("\n"));
  return { drawing, problems };
}

const errorsOf = (problems: readonly Problem[]) =>
  problems.filter((problem) => problem.severity === "error");

describe.each(IMPORT_SOURCES)("any layout of %s", (source) => {
  test("means here what it means there, well by well", () => {
    fc.assert(
      fc.property(plates, (wells) => {
        const { drawing, problems } = mayNotFail(source, TEXTS[source](wells, WITH_UNITS));
        expect(drawing.wells.map(meaningOf)).toEqual(expected(wells));
        expect(problems).toEqual([]);
        const drug = drawing.arms.find((arm) => !arm.vehicle);
        if (drug) expect(drug).toMatchObject({ id: "S63845", concentration: "2.5 uM" });
      }),
      { numRuns: 40 },
    );
  });

  test("becomes a layout file with these very wells", () => {
    fc.assert(
      fc.property(plates, (wells) => {
        const { text } = importLayout(source, TEXTS[source](wells, WITH_UNITS), "taken-over");
        const { plate } = checkLayoutText(text ?? "");
        const read = ALL_WELLS.map((well) => {
          const { role, arm, prednisoloneUgPerMl, patientSlot } = plate?.wells[well] ?? {};
          return [role, arm ?? "", prednisoloneUgPerMl ?? null, patientSlot ?? ""];
        });
        const said = wells.map((well) => [
          well.role,
          well.arm,
          well.prednisolone === "" ? null : Number(well.prednisolone),
          well.patient,
        ]);
        expect(read).toEqual(said);
      }),
      { numRuns: 15 },
    );
  });

  test("is refused where a concentration is a bare number, with each line and its wells", () => {
    fc.assert(
      fc.property(plates, (wells) => {
        const text = TEXTS[source](wells, { ...WITH_UNITS, prednisolone: "prednisolone" });
        const { drawing, problems } = IMPORTERS[source](text, "taken-over");
        const dosed = ALL_WELLS.filter((_, index) => wells[index]?.prednisolone !== "");
        fc.pre(dosed.length > 0);
        expect(drawing).toBeNull();
        const errors = errorsOf(problems);
        expect(new Set(errors.flatMap((error) => error.wells))).toEqual(new Set(dosed));
        const lines = text.split("\n");
        for (const { line, message, wells: named } of errors) {
          expect(message).toContain("has no unit");
          const number = /^"(.*)" has no unit/u.exec(message)?.[1] ?? "no number";
          expect(lines[(line ?? 0) - 1]).toContain(number);
          if (source === "csv") expect(lines[(line ?? 0) - 1]).toContain(`${named[0]},`);
          if (source === "plater") expect(lines[(line ?? 0) - 1]?.[0]).toBe(named[0]?.[0]);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("a table is read whatever parts its cells and ends its lines", () => {
  fc.assert(
    fc.property(
      plates,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      (wells, sign, end) => {
        const text = `\ufeff${csvText(wells, WITH_UNITS, sign, end)}${end}`;
        expect(mayNotFail("csv", text).drawing.wells.map(meaningOf)).toEqual(expected(wells));
      },
    ),
    { numRuns: 15 },
  );
});

test.each(IMPORT_SOURCES)(
  "whatever stands in a file of %s, it is answered with problems",
  (source) => {
    const tokens = fc.constantFrom(
      "well",
      "role",
      "A1",
      "B2",
      ",",
      ";",
      "\n",
      "[well.A1]",
      "=",
      '"',
      "1",
      "blank",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(tokens, { maxLength: 30 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { drawing, problems } = IMPORTERS[source](text, "x");
        if (drawing === null) expect(errorsOf(problems).length).toBeGreaterThan(0);
      }),
    );
  },
);

const said = (source: ImportSource, text: string) =>
  IMPORTERS[source](text, "x").problems.map(describeProblem);

describe("what is wrong is said once, with its line", () => {
  const block = (name: string, cell: (row: number, column: number) => string) =>
    [
      [name, ...COLUMN_NUMBERS].join(","),
      ...ROW_LETTERS.map((letter, row) =>
        [letter, ...COLUMN_NUMBERS.map((column) => cell(row, column))].join(","),
      ),
    ].join("\n");

  test("a row of the same fault is one finding with its wells", () => {
    const text = block("role", (row) => (row === 1 ? "blnk" : "blank"));
    expect(said("plater", text)).toEqual([
      expect.stringMatching(/^line 3 \(B1:B12\): error: “blnk” is no role\. .*blank/u),
    ]);
  });

  test("a dose in wells without an arm's role is refused: a shifted block", () => {
    const text = [
      block("role", () => "blank"),
      block("prednisolone (ug/mL)", (row, column) => (row === 0 && column < 4 ? "5" : "")),
    ].join("\n\n");
    expect(said("plater", text)).toEqual([
      expect.stringMatching(
        /^line 12 \(A1:A3\): error: a well with the role blank has prednisolone “5 ug\/mL”/u,
      ),
    ]);
  });

  test("blocks that are short, nameless, twice or of something else", () => {
    const whole = block("role", () => "blank");
    expect(said("plater", whole.split("\n").slice(0, 8).join("\n"))[0]).toMatch(
      /^line 8: error: row H of block role is not where it should be/u,
    );
    expect(said("plater", `${whole}\n\n${whole}`)[0]).toMatch(
      /^line 11: error: there are two blocks for role/u,
    );
    const more = said("plater", `${whole}\n\n${block("pH", () => "7")}`);
    expect(more).toEqual([expect.stringMatching(/^line 11: “pH” .*the block is left out/u)]);
  });

  test("a table without wells, with a well twice, with no well", () => {
    expect(said("csv", "role,arm\nblank,\n")[0]).toMatch(/^line 1: error: .*no column “well”/u);
    const text = "well,role\nA1,blank\n\nA1,edge\nZ9,blank\n";
    expect(said("csv", text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^line 4: error: A1 comes a second time/u),
        expect.stringMatching(/^line 5: error: “Z9” is no well/u),
      ]),
    );
  });

  test("a quotation mark that is never closed is told with its line", () => {
    expect(said("csv", 'well,role\nA1,"blank\n')[0]).toMatch(/^line \d: error: this is no table/u);
  });

  test("a patient's name in place of a slot is refused, and not repeated", () => {
    const [first = ""] = said("csv", "well,role,patient\nA1,untreated,J. Jansen\n").filter((line) =>
      line.includes("error"),
    );
    expect(first).toMatch(/^line 2 \(A1\): error: a layout names no patient/u);
    expect(first).not.toContain("Jansen");
  });
});

describe("rules of wellmap", () => {
  const text = `[meta]
version = 1
[expt]
role = "blank"
[col.'2-4']
role = "treated"
arm = "trametinib"
inhibitor_uM = 2.5
[row.A]
role = "edge"
[block.2x1.B3]
role = "untreated"
`;
  test("that overrule each other are remarked with the wells where it matters", () => {
    const lines = said("wellmap", text.replace(/arm = .*\ninhibitor.*\n/u, ""));
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^line 1: \[meta\] is left out/u),
        expect.stringMatching(/^line 6: role “treated” takes the place of “blank” .*A2:H4/u),
        expect.stringMatching(/role “untreated” takes the place of “treated” .*B3:B4/u),
      ]),
    );
  });

  test("that leave an arm in a well of another role are refused, not tidied", () => {
    const { drawing, problems } = importWellmap(text, "x");
    expect(drawing).toBeNull();
    const stray = errorsOf(problems).find((one) => one.message.includes("role edge has arm"));
    expect(stray).toMatchObject({ line: 7, wells: ["A2", "A3", "A4"] });
  });

  test("that move or join plates are errors", () => {
    expect(said("wellmap", '[irow.A]\nrole = "blank"\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^line 1: error: \[irow\] cannot be taken over/u),
      ]),
    );
  });
});

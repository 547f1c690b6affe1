import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderAnnotationProblems } from "../../../src/pipeline/annotations/annotation-problem.ts";
import { checkAnnotations } from "../../../src/pipeline/annotations/check-annotations.ts";

const KNOWN = { names: ["A", "B", "C", "D"], allowUnknown: false };

const read = (text: string, samples = KNOWN) => checkAnnotations(Buffer.from(text), samples);

/** The values as "sample name json"; fails when there is an error. */
function valuesOf(text: string): unknown[][] {
  const { values, problems } = read(text);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return values.map(({ sample, name, value }) => [sample, name, value]);
}

/** "line column: message" of every error; nothing may have been read. */
function errorsOf(text: string): string[] {
  const { values, problems } = read(text);
  expect(values).toEqual([]);
  for (const { remedy } of problems) expect(remedy).not.toBe("");
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ line, column, message }) => `${line} ${column}: ${message}`);
}

const number = (value: number, unit: string | null = null) => ({
  type: "number",
  number: value,
  unit,
});
const mutation = (
  gene: string,
  state: string,
  clones: readonly (readonly [number | null, string | null])[] = [],
) => ({
  type: "mutation",
  gene,
  state,
  clones: clones.map(([vafPercent, clone]) => ({ vafPercent, clone })),
});

describe("a wide table", () => {
  test("has a line a sample and a column an annotation", () => {
    expect(
      valuesOf("sample,subtype,pERK [AU],relapsed\nA,B-other,0.5,yes\nB,hyperdiploid,1,no\n"),
    ).toEqual([
      ["A", "subtype", { type: "category", text: "B-other" }],
      ["B", "subtype", { type: "category", text: "hyperdiploid" }],
      ["A", "pERK", number(0.5, "AU")],
      ["B", "pERK", number(1, "AU")],
      ["A", "relapsed", { type: "boolean", holds: true }],
      ["B", "relapsed", { type: "boolean", holds: false }],
    ]);
  });

  test("takes the sample from any column, and types and units in either order", () => {
    expect(valuesOf("grade:category,Sample,dose [mg]:number,size:number [um]\n2,A,5,7\n")).toEqual([
      ["A", "grade", { type: "category", text: "2" }],
      ["A", "dose", number(5, "mg")],
      ["A", "size", number(7, "um")],
    ]);
  });

  test("gives no value for a missing cell, whatever the word for it", () => {
    for (const word of ["", "NA", "n/a", "#N/A", "NaN", "unknown", "  "])
      expect(valuesOf(`sample,x\nA,${word}\nB,0\n`)).toEqual([["B", "x", number(0)]]);
  });

  test("takes 1 and 0 as numbers, and a colon in a name", () => {
    expect(valuesOf("sample,x at 16:00 h\nA,1\nB,0\n")).toEqual([
      ["A", "x at 16:00 h", number(1)],
      ["B", "x at 16:00 h", number(0)],
    ]);
  });
});

describe("a long table", () => {
  test("has a line a value", () => {
    const text = [
      "sample,name,value,unit,type",
      "A,subtype,B-other,,",
      "A,pERK,0.5,AU,number",
      "B,pERK,1,AU,",
      "B,grade,2,,category",
    ].join("\n");
    expect(valuesOf(text)).toEqual([
      ["A", "subtype", { type: "category", text: "B-other" }],
      ["A", "pERK", number(0.5, "AU")],
      ["B", "pERK", number(1, "AU")],
      ["B", "grade", { type: "category", text: "2" }],
    ]);
  });

  test("joins the clones of a mutation", () => {
    const text = [
      "sample,name,value,vaf [%],clone",
      "A,KRAS,present,20,G12D",
      "A,KRAS,present,5,G13D",
      "B,KRAS,absent,,",
      "C,KRAS,not tested,,",
    ].join("\n");
    expect(valuesOf(text)).toEqual([
      [
        "A",
        "KRAS",
        mutation("KRAS", "present", [
          [20, "G12D"],
          [5, "G13D"],
        ]),
      ],
      ["B", "KRAS", mutation("KRAS", "absent")],
      ["C", "KRAS", mutation("KRAS", "not tested")],
    ]);
  });

  test("knows no other columns, and lines of one annotation must agree", () => {
    expect(errorsOf("sample,name,value,date\nA,x,1,today\n")).toEqual([
      "1 date: a table with the columns name and value has no such column",
    ]);
    expect(errorsOf("sample,name,value,unit\nA,x,1,AU\nB,x,2,mAU\n")).toEqual([
      "3 unit: x has the unit “mAU” here and “AU” in line 2",
    ]);
    expect(errorsOf("sample,name,value,type\nA,x,1,nubmer\nB,,2,\n")).toEqual([
      "3 name: the line names no annotation",
      "2 type: “nubmer” is no type",
    ]);
  });
});

describe("mutations", () => {
  test.each([
    ["present", mutation("NRAS", "present", [[null, null]])],
    ["yes", mutation("NRAS", "present", [[null, null]])],
    ["wt", mutation("NRAS", "absent")],
    ["not tested", mutation("NRAS", "not tested")],
    ["35 %", mutation("NRAS", "present", [[35, null]])],
    ["0 %", mutation("NRAS", "absent")],
    ["present 35.5% (G12D)", mutation("NRAS", "present", [[35.5, "G12D"]])],
    [
      "20 % (G12D); 5 % (Q61H)",
      mutation("NRAS", "present", [
        [20, "G12D"],
        [5, "Q61H"],
      ]),
    ],
    ["mutant (G12D)", mutation("NRAS", "present", [[null, "G12D"]])],
  ])("“%s”", (cell, value) => {
    expect(valuesOf(`sample,NRAS\nA,${cell}\n`)).toEqual([["A", "NRAS", value]]);
  });

  test("a fraction is stored as percent, without dust", () => {
    expect(valuesOf("sample,NRAS [fraction]\nA,0.07\nB,1\n")).toEqual([
      ["A", "NRAS", mutation("NRAS", "present", [[7, null]])],
      ["B", "NRAS", mutation("NRAS", "present", [[100, null]])],
    ]);
  });

  test.each([
    ["sample,NRAS\nA,0.35\n", "2 NRAS: 0.35 may be percent or a fraction (sample A)"],
    [
      "sample,NRAS [%]\nA,135\n",
      "2 NRAS [%]: a variant allele fraction of 135 % is not between 0 and 100 (sample A)",
    ],
    [
      "sample,NRAS [fraction]\nA,35\n",
      "2 NRAS [fraction]: a variant allele fraction of 3500 % is not between 0 and 100 (sample A)",
    ],
    [
      "sample,NRAS [fraction]\nA,35 %\n",
      "2 NRAS [fraction]: 35 % stands in a column of fractions (sample A)",
    ],
    [
      "sample,NRAS [AU]\nA,3\n",
      "2 NRAS [AU]: a variant allele fraction has no unit “AU” (sample A)",
    ],
    ["sample,NRAS\nA,perhaps\n", "2 NRAS: “perhaps” says nothing of a mutation (sample A)"],
    [
      "sample,NRAS\nA,present 0 %\n",
      "2 NRAS: a clone with a variant allele fraction of zero is no clone (sample A)",
    ],
    [
      "sample,name,value,vaf [%]\nA,NRAS,absent,12\n",
      "2 value: “absent” does not go together with the fraction “12” or the clone “” (sample A)",
    ],
  ])("are refused where they say nothing, or two things: %s", (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });
});

describe("a column of allele fractions beside its gene", () => {
  test.each([
    ["sample,NRAS,NRAS_vaf [%]\nA,present,35\nB,absent,NA\nC,present,\n"],
    ["sample,NRAS vaf percent,NRAS\nA,35,present\nB,,absent\nC,NA,present\n"],
    ["sample,nras,NRAS-VAF [fraction]\nA,mutated,0.35\nB,wt,0\nC,yes,\n"],
  ])("is joined to it: %s", (text) => {
    const [, gene = ""] = /(nras|NRAS)(?:,|\n)/.exec(text) ?? [];
    expect(valuesOf(text)).toEqual([
      ["A", gene, mutation(gene, "present", [[35, null]])],
      ["B", gene, mutation(gene, "absent")],
      ["C", gene, mutation(gene, "present", [[null, null]])],
    ]);
  });

  test("makes a mutation of any column that is named like a gene", () => {
    expect(valuesOf("sample,TP53,TP53_vaf [%]\nA,yes,12\nB,no,\n")).toEqual([
      ["A", "TP53", mutation("TP53", "present", [[12, null]])],
      ["B", "TP53", mutation("TP53", "absent")],
    ]);
  });

  test("needs its unit, and its gene", () => {
    expect(errorsOf("sample,NRAS,NRAS_vaf\nA,present,0.3\n")).toEqual([
      "2 NRAS: 0.3 may be percent or a fraction (sample A)",
    ]);
    expect(errorsOf("sample,NRAS_vaf [%]\nA,35\n")).toEqual([
      "1 NRAS_vaf [%]: allele fractions of NRAS stand here without a column NRAS",
    ]);
  });

  test("is one of its own where it says so, or belongs to no gene", () => {
    expect(valuesOf("sample,NRAS,NRAS_vaf [%]:number\nA,present,35\n")[1]).toEqual([
      "A",
      "NRAS_vaf",
      number(35, "%"),
    ]);
    expect(valuesOf("sample,mean vaf [%]\nA,35\n")).toEqual([["A", "mean vaf", number(35, "%")]]);
  });
});

describe("numbers", () => {
  test("have decimal points or commas, the same in the whole file", () => {
    expect(valuesOf("sample;x;y\nA;0,5;12\nB;1,25;-3e-2\n")).toHaveLength(4);
    expect(valuesOf('sample,x\nA,"0,5"\nB,"1,25"\n')).toEqual([
      ["A", "x", number(0.5)],
      ["B", "x", number(1.25)],
    ]);
    expect(errorsOf('sample,x,y\nA,0.5,"1,5"\n')).toEqual([
      "2 y: “1,5” has a decimal comma, “0.5” in line 2 a decimal point (sample A)",
    ]);
  });

  test("are not guessed where a comma may part thousands", () => {
    expect(errorsOf('sample,x\nA,"1,234"\n')).toEqual([
      "2 x: “1,234” may be a thousand or a decimal number (sample A)",
    ]);
    expect(valuesOf('sample,x\nA,"1,234"\nB,"0,5"\n')).toHaveLength(2);
  });

  test.each(["<5", "1 234", "5..2", "1e999", "0x10", "12 AU"])("“%s” is none", (cell) => {
    expect(errorsOf(`sample,x [AU]\nA,${cell}\n`)).toEqual([
      `2 x [AU]: “${cell}” is no number (sample A)`,
    ]);
  });

  test("have a percent sign where they are percent, and only there", () => {
    expect(valuesOf("sample,x\nA,12 %\nB,15%\n")[0]).toEqual(["A", "x", number(12, "%")]);
    expect(errorsOf("sample,x [AU]\nA,12 %\n")).toEqual([
      "2 x [AU]: “12 %” is in percent, x is not (sample A)",
    ]);
  });
});

describe("blasts on day 4", () => {
  test.each([["blasts_day4_percent"], ["Blasts day 4 [%]"], ["blast on day-4"]])(
    "are known as “%s”",
    (head) => {
      expect(valuesOf(`sample,${head}\nA,92\n`)).toEqual([
        ["A", "blasts_day4_percent", number(92, "%")],
      ]);
    },
  );

  test("are never guessed: percent or fraction, from 0 to 100", () => {
    expect(valuesOf("sample,blasts_day4 [fraction]\nA,0.92\n")[0]?.[2]).toEqual(number(92, "%"));
    expect(errorsOf("sample,blasts_day4\nA,0.92\nB,1\n")).toEqual([
      "2 blasts_day4: no sample has more than 1 % blasts; these may be fractions (sample A)",
    ]);
    expect(errorsOf("sample,blasts_day4\nA,101\nB,-1\n")).toEqual([
      "2 blasts_day4: 101 % blasts is not between 0 and 100 (sample A)",
      "3 blasts_day4: -1 % blasts is not between 0 and 100 (sample B)",
    ]);
    expect(errorsOf("sample,blasts_day4 [cells]\nA,50\n")).toHaveLength(1);
    expect(errorsOf("sample,bone marrow blasts [%]\nA,150\n")).toHaveLength(1);
  });
});

describe("blasts that may be meant otherwise are warned of", () => {
  const warningsOf = (text: string) =>
    read(text).problems.map(({ severity, message }) => `${severity}: ${message}`);

  test("where the column does not name day 4", () => {
    expect(warningsOf("sample,blasts [%]\nA,90\nB,80\n")).toEqual([
      "warning: blasts is kept as an annotation only, and decides no verdict",
    ]);
    expect(warningsOf("sample,blasts_day4 [%]\nA,90\n")).toEqual([]);
    expect(warningsOf("sample,blast morphology\nA,L1\n")).toEqual([]);
  });

  test("where one looks like a fraction beside percent", () => {
    expect(warningsOf("sample,blasts_day4\nA,0.6\nB,90\nC,0\n")).toEqual([
      "warning: 0.6 is entered as 0.6 % blasts of sample A",
    ]);
    expect(warningsOf("sample,blasts_day4 [%]\nA,0.6\nB,90\n")).toEqual([]);
  });
});

describe("what is refused, with line and column", () => {
  test("a column that mixes types names the odd cells", () => {
    expect(errorsOf("sample,x\nA,1\nB,2\nC,high\nD,3\n")).toEqual([
      "4 x: “high” of sample C looks like a category, the other values of x like a number",
    ]);
    expect(errorsOf("sample,x\nA,yes\nB,maybe\nC,no\n")).toEqual([
      "3 x: “maybe” of sample B looks like a category, the other values of x like a boolean",
    ]);
    expect(valuesOf("sample,x:category\nA,1\nB,high\n")).toHaveLength(2);
  });

  test("what may mean two things, and errors of a spreadsheet", () => {
    for (const cell of ["-", "n.d.", "?", "#DIV/0!"])
      expect(errorsOf(`sample,x\nA,${cell}\nB,1\n`)).toHaveLength(1);
  });

  test("a category that is written in two ways", () => {
    expect(errorsOf("sample,x\nA,ETV6-RUNX1\nB,etv6-runx1\n")).toEqual([
      "3 x: “etv6-runx1” is written “ETV6-RUNX1” in line 2 (sample B)",
    ]);
  });

  test("an unknown sample, with the nearest name; none where it may come later", () => {
    expect(errorsOf("sample,x\nAA,1\nB,2\n")).toEqual(["2 sample: there is no sample AA"]);
    const later = read("sample,x\nZ,1\n", { ...KNOWN, allowUnknown: true });
    expect(later.values).toHaveLength(1);
    expect(later.problems.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("a repeat, equal or not", () => {
    expect(errorsOf("sample,x\nA,1\nA,1\n")).toEqual([
      "3 x: x stands in line 2 already (sample A)",
    ]);
    expect(errorsOf("sample,name,value\nA,x,1\nA,X,2\n")).toEqual([
      "3 value: x stands in line 2 already (sample A)",
    ]);
  });

  test("a head without sample, with repeats, without names, or with nearly a type", () => {
    expect(errorsOf("patient,x\nA,1\n")).toEqual(["1 null: no column is called “sample”"]);
    expect(errorsOf("sample,x,X [AU]\nA,1,2\n")).toEqual([
      "1 X [AU]: a second column has this name",
    ]);
    expect(errorsOf("sample,,x\nA,1,2\n")).toEqual(["1 : column 2 has no name"]);
    expect(errorsOf("sample,x:nubmer\nA,1\n")).toEqual([
      "1 x:nubmer: the word after the colon is no type",
    ]);
  });

  test("lines that do not fit the head, and quotes that do not close", () => {
    expect(errorsOf("sample,x,y\nA,1\nB,1,2,3\nC,1,2,\n")).toEqual([
      "2 null: the line has 2 cells, the head has 3",
      "3 null: the line has 4 cells, the head has 3",
    ]);
    expect(errorsOf('sample,x\nA,"1\n')).toHaveLength(1);
    expect(errorsOf("sample,x\n,1\n")).toEqual(["2 sample: the line names no sample"]);
  });

  test("nothing, and what is no text", () => {
    for (const text of ["", "  \n", "sample,x\n", "sample,x\nA,\n"])
      expect(errorsOf(text)).toHaveLength(1);
    expect(checkAnnotations(Buffer.from([0, 1, 2, 255, 0, 0, 7]), KNOWN).problems).toHaveLength(1);
  });

  test("everything at once, in the order of the file", () => {
    const text = "sample,x,NRAS\nA,1,0.3\nQ,high,absent\nB,2,yes\nB,3,no\n";
    const problems = read(text).problems;
    const rendered = renderAnnotationProblems(problems, "table.csv").split("\n");
    expect(
      rendered.filter((line) => line.startsWith("table.csv:")).map((line) => line.slice(0, 17)),
    ).toEqual(["table.csv:2: erro", "table.csv:3: erro", "table.csv:3: erro", "table.csv:5: erro"]);
  });
});

describe("files as programs save them", () => {
  const TEXT = "sample;µ-value;x\nA;grün;0,5\nB;rot;1,5\n";

  test.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
    ["UTF-16", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["Windows-1252", Buffer.from(TEXT, "latin1")],
    ["line ends of Windows", Buffer.from(TEXT.replaceAll("\n", "\r\n"))],
    ["tabs", Buffer.from(TEXT.replaceAll(";", "\t"))],
  ])("%s", (_, bytes) => {
    const { values, problems } = checkAnnotations(bytes, KNOWN);
    expect(problems).toEqual([]);
    expect(values.map(({ value }) => value)).toEqual([
      { type: "category", text: "grün" },
      { type: "category", text: "rot" },
      number(0.5),
      number(1.5),
    ]);
  });

  test("the example of the guide", () => {
    const bytes = readFileSync(join(import.meta.dirname, "../../../docs/examples/annotations.csv"));
    const names = ["A", "B", "C", "D", "E", "F", "G"];
    const { values, problems } = checkAnnotations(bytes, { names, allowUnknown: false });
    expect(problems).toEqual([]);
    expect(values).toHaveLength(55);
  });
});

describe("whatever the file is", () => {
  test("nothing is thrown, and nothing is read where there is an error", () => {
    const cell = fc.oneof(
      fc.constantFrom(
        "sample",
        "name",
        "value",
        "A",
        "B",
        "NRAS",
        "1,5",
        "2.5",
        "35 %",
        "NA",
        "yes",
        '"',
        "x:number",
        "[%]",
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }),
        fc.constantFrom(",", ";", "\t"),
        (rows, separator) => {
          const { values, problems } = read(rows.map((row) => row.join(separator)).join("\n"));
          if (problems.some(({ severity }) => severity === "error")) expect(values).toEqual([]);
          else expect(values.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test("what a table says comes back, however it is quoted and parted", () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 4, maxLength: 4 }),
        fc.constantFrom(",", ";", "\t"),
        fc.boolean(),
        (column, delimiter, quoted) => {
          fc.pre(column.some((one) => one !== null));
          const rows = column.map((one, index) => [
            "ABCD"[index] ?? "",
            one === null ? "NA" : String(one),
          ]);
          const text = stringify([["sample", "a, b; c [AU]"], ...rows], { delimiter, quoted });
          const found = new Map(read(text).values.map(({ sample, value: is }) => [sample, is]));
          column.forEach((one, index) => {
            const is = found.get("ABCD"[index] ?? "");
            if (one === null) expect(is).toBeUndefined();
            else expect(is).toEqual(number(one === 0 ? 0 : one, "AU"));
          });
        },
      ),
    );
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { runCli } from "./run-cli.ts";

function importing(text: string, ...more: string[]) {
  const file = join(freshFolder(), "table.csv");
  writeFileSync(file, text);
  return runCli("layout", "import", file, "--from", "csv", "--id", "taken-over", ...more);
}

const TABLE = "well,role,arm,prednisolone (ug/mL)\nA1,blank,,\nA2,treated,vehicle,250\n";

describe("platewarden layout import", () => {
  test("prints the draft alone, and says beside it what it took for granted", async () => {
    const { code, out, err } = await importing(TABLE);
    expect(code).toBe(0);
    expect(checkLayoutText(out).plate?.wells.A2).toMatchObject({
      arm: "vehicle",
      prednisoloneUgPerMl: 250,
    });
    expect(err).toMatch(/94 wells are not described and are taken as unused/u);
    expect(err).toMatch(/the draft has .*error.*platewarden layout check/u);
  });

  test("prints no draft of a file with errors, but each with its line", async () => {
    const { code, out, err } = await importing(TABLE.replace(" (ug/mL)", ""));
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/table\.csv: line 3 \(A2\): error: "250" has no unit/u);
  });

  test("prints JSON on demand", async () => {
    const { code, out } = await importing(TABLE.replace("blank", "blnk"), "--json");
    expect(code).toBe(1);
    const { text, problems } = JSON.parse(out);
    expect(text).toBeNull();
    expect(problems[0]).toMatchObject({ severity: "error", line: 2, wells: ["A1"] });
  });

  test("refuses a format that it does not know, and a file that is not there", async () => {
    const strange = await runCli("layout", "import", "x", "--from", "excel", "--id", "x");
    expect(strange.code).not.toBe(0);
    expect(strange.err).toContain("plater, wellmap, csv");
    const gone = await runCli("layout", "import", "gone.csv", "--from", "csv", "--id", "x");
    expect(gone.code).toBe(1);
    expect(gone.err).toContain("FILE_UNREADABLE");
  });
});

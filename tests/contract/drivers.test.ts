/** What every driver must do, checked by walking over the list of drivers and their transcripts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { describeDriver } from "./driver-suite.ts";
import { folderOf, transcriptsOf } from "./transcripts.ts";

describe.each(DRIVERS.map((driver) => ({ driver, id: driver.id })))("driver $id", ({ driver }) => {
  const transcripts = transcriptsOf(driver);

  test("lives in the folder of its id, with notes and transcripts", () => {
    const folder = folderOf(driver);
    expect(existsSync(folder)).toBe(true);
    const notes = [join(folder, "NOTES.md"), join(folder, "../NOTES.md")];
    expect(notes.some((file) => existsSync(file))).toBe(true);
    expect(transcripts.length).toBeGreaterThan(0);
  });

  describeDriver(driver, transcripts);
});

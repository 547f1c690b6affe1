/** The daemon of today on the data of every release. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { RELEASES, releasedDatabase } from "../store/released-database.ts";
import { configFor, start } from "./started-daemon.ts";

describe.each(RELEASES)("on a database of $release", ({ schema }) => {
  test("the daemon starts, shows its plates, and takes up the run that was broken off", async () => {
    const folder = join(freshFolder());
    releasedDatabase(schema, databaseFile(folder));
    const daemon = await start(configFor(folder));
    const bench = daemon.service.bench();
    expect(bench.plates.map(({ barcode }) => barcode).sort()).toEqual(["A-1", "B-1", "G-1", "P-1"]);
    expect(bench.unassigned).toHaveLength(1);
    expect(bench.runs.find(({ barcode }) => barcode === "Q-9")).toMatchObject({
      state: "interrupted",
    });
    expect(daemon.store.clocks.newest(9).map(({ kind }) => kind)).toContain("start");
    await daemon.stop();
  });
});

import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { uncleanStop } from "../../src/observe/unclean-stop.ts";
import { freshFolder } from "../store/fresh-store.ts";

test("a daemon that took its address away was stopped as it should be", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "a.sqlite"), "");
  const traces = { addressFile: join(folder, "daemon.json"), written: [join(folder, "a.sqlite")] };
  expect(uncleanStop(traces)).toBeNull();
});

test("one whose address is still there ended when it last wrote something, or later", () => {
  const folder = freshFolder();
  const [addressFile, wal] = [join(folder, "daemon.json"), join(folder, "a.sqlite-wal")];
  for (const [file, at] of [
    [addressFile, "2026-03-06T08:00:00.000Z"],
    [wal, "2026-03-06T14:00:00.000Z"],
  ] as const) {
    writeFileSync(file, "");
    utimesSync(file, new Date(at), new Date(at));
  }
  expect(uncleanStop({ addressFile, written: [wal, join(folder, "gone")] })).toMatchObject({
    code: "unclean-stop",
    beganAtUtc: "2026-03-06T14:00:00.000Z",
  });
});

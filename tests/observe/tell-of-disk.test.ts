import { expect, test } from "vitest";
import type { Trouble } from "../../src/observe/health-report.ts";
import { tellOfDisk } from "../../src/observe/tell-of-disk.ts";
import { freshStore } from "../store/fresh-store.ts";

const LOW: Trouble = {
  code: "disk-low",
  severity: "degraded",
  sentence: "It is nearly full.",
  remedy: "Free space.",
};

test("a disk that is nearly full is told of once, until there is room again", () => {
  const store = freshStore();
  tellOfDisk(store, LOW);
  tellOfDisk(store, { ...LOW, sentence: "It is nearly full still." });
  expect(store.notices.standingOf("disk-low")).toMatchObject([
    { sentence: "It is nearly full. Free space." },
  ]);
  tellOfDisk(store, null);
  expect(store.notices.standingOf("disk-low")).toEqual([]);
});

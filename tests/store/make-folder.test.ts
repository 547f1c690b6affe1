import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../../src/store/make-folder.ts";
import { freshFolder } from "./fresh-store.ts";

describe("making a folder", () => {
  test("makes those above it too, and leaves one that is there alone", () => {
    const folder = join(freshFolder(), "a", "b");
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  test("ends with an error where no folder can be made", () => {
    expect(() => makeFolder("/proc/platewarden/data")).toThrow(/ENOENT/);
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { holdFolder } from "../../src/store/hold-folder.ts";
import { codeOf, freshFolder } from "./fresh-store.ts";

const HOLDER = join(import.meta.dirname, "holder.ts");

/** Another process that holds the folder until it is killed. */
async function startHolder(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (child.stdout === null) throw new Error("the holder has no output");
  await once(child.stdout, "data");
  return child;
}

describe("a data folder", () => {
  test("has one holder", () => {
    const folder = freshFolder();
    const hold = holdFolder(folder);
    expect(() => holdFolder(folder)).toThrow(
      expect.objectContaining({
        code: "DATA_FOLDER_IN_USE",
        message: expect.stringContaining(folder),
      }),
    );
    hold.release();
    holdFolder(folder).release();
  });

  test("is made when it is not there", () => {
    const folder = join(freshFolder(), "new", "data");
    holdFolder(folder).release();
    expect(codeOf(() => writeFileSync(folder, ""))).toBe("EISDIR");
  });

  test("that is a file is refused with a sentence", () => {
    const file = join(freshFolder(), "file");
    writeFileSync(file, "");
    expect(codeOf(() => holdFolder(file))).toBe("STORE_NOT_WRITABLE");
  });

  test("that another process holds is refused, and free once that process has been killed", async () => {
    const folder = freshFolder();
    const holder = await startHolder(folder);
    expect(codeOf(() => holdFolder(folder))).toBe("DATA_FOLDER_IN_USE");
    const gone = once(holder, "exit");
    holder.kill("SIGKILL");
    await gone;
    holdFolder(folder).release();
  });
});

import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { keptFiles, presentFile, setAside } from "../../src/integrity/anchor-files.ts";
import { copyAnchors } from "../../src/integrity/copy-anchors.ts";
import { keepLine } from "../../src/integrity/kept-lines.ts";
import { freshFolder } from "../store/fresh-store.ts";

function filled(): {
  folder: string;
  target: string;
  add(text: string): void;
  read(of: string): string;
} {
  const folder = freshFolder();
  const target = join(freshFolder(), "not", "there", "yet");
  return {
    folder,
    target,
    add: (text) => keepLine(presentFile(folder, "anchors"), text),
    read: (of) => readFileSync(presentFile(of, "anchors"), "utf8"),
  };
}

describe("copies of the anchors", () => {
  test("are made where nothing was, and get what is new", async () => {
    const { folder, target, add, read } = filled();
    add("one");
    await copyAnchors(folder, target);
    expect(read(target)).toBe('"one"\n');
    add("two");
    add("x".repeat(3_000_000));
    await copyAnchors(folder, target);
    expect(read(target)).toBe(read(folder));
  });

  test("get the end of a line that was half written when the power went", async () => {
    const { folder, target, add, read } = filled();
    add("one");
    await copyAnchors(folder, target);
    writeFileSync(presentFile(target, "anchors"), '"o');
    await copyAnchors(folder, target);
    expect(read(target)).toBe('"one"\n');
    writeFileSync(presentFile(target, "anchors"), '"one"\n"tw');
    add("two");
    await copyAnchors(folder, target);
    expect(read(target)).toBe('"one"\n"two"\n');
  });

  test("never lose what they have: one of something else, or with more, is left as it is", async () => {
    const { folder, target, add, read } = filled();
    add("one");
    await copyAnchors(folder, target);
    appendFileSync(presentFile(target, "anchors"), '"more"\n');
    await expect(copyAnchors(folder, target)).rejects.toThrow("is not a copy of");
    expect(read(target)).toBe('"one"\n"more"\n');
  });

  test("follow a restore: what it gave up stays, under the name that says so", async () => {
    const { folder, target, add, read } = filled();
    add("one");
    const before = join(folder, "before");
    copyFileSync(presentFile(folder, "anchors"), before);
    add("given up");
    await copyAnchors(folder, target);
    copyFileSync(before, presentFile(folder, "anchors"));
    setAside(folder, "2026-03-06T14:00:00.000Z");
    add("anew");
    await copyAnchors(folder, target);
    const [old] = keptFiles(target, "anchors");
    expect(basename(old ?? "")).toBe("anchors-until-20260306T140000000Z.jsonl");
    expect(readFileSync(old ?? "", "utf8")).toBe('"one"\n"given up"\n');
    expect(read(target)).toBe('"anew"\n');
  });
});

import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type FolderParts, type KeptFile, watchFolder } from "../../src/instrument/watch-folder.ts";
import { freshFolder } from "../store/fresh-store.ts";

const TAKEN: KeptFile = { isNew: true, plates: 1, problem: null };

function watching(more: Partial<FolderParts> = {}) {
  const path = more.path ?? freshFolder();
  const kept: { name: string; text: string }[] = [];
  let now = 1_000_000;
  const folder = watchFolder({
    id: "exports",
    path,
    endings: [],
    lookEveryMs: 1000,
    settleMs: 2000,
    nowMs: () => now,
    port: {
      keep: async ({ name, bytes }) => {
        kept.push({ name, text: Buffer.from(bytes).toString() });
        return TAKEN;
      },
    },
    ...more,
  });
  return {
    path,
    kept,
    folder,
    file: (name: string) => join(path, name),
    /** Looks, after so long. */
    look: (afterMs: number) => {
      now += afterMs;
      return folder.look();
    },
  };
}

describe("a file in a watched folder", () => {
  test("is taken once it has not changed for a while, and only once", async () => {
    const { file, look, kept, folder } = watching();
    writeFileSync(file("a.txt"), "one");
    expect(await look(0)).toEqual([]);
    expect(await look(1999)).toEqual([]);
    expect(await look(1)).toEqual(["a.txt"]);
    expect(await look(5000)).toEqual([]);
    expect(kept).toEqual([{ name: "a.txt", text: "one" }]);
    expect(folder.status$.value).toMatchObject({
      sentence: "Took a.txt: one plate.",
      lastFile: { name: "a.txt" },
    });
  });

  test("is not taken while it is being written", async () => {
    const { file, look, kept } = watching();
    writeFileSync(file("a.txt"), "one");
    await look(0);
    for (const more of ["two", "three"]) {
      appendFileSync(file("a.txt"), more);
      expect(await look(2000)).toEqual([]);
    }
    expect(await look(2000)).toEqual(["a.txt"]);
    expect(kept).toEqual([{ name: "a.txt", text: "onetwothree" }]);
  });

  test("is taken again when its content has changed under the same name and size", async () => {
    const { file, look, kept } = watching();
    writeFileSync(file("a.txt"), "one");
    await look(0);
    await look(2000);
    writeFileSync(file("a.txt"), "two");
    utimesSync(file("a.txt"), 5, 5);
    await look(2000);
    await look(2000);
    expect(kept.map(({ text }) => text)).toEqual(["one", "two"]);
  });

  test("written under another name first is taken under its last one", async () => {
    const { file, look, kept } = watching();
    writeFileSync(file("a.txt.tmp"), "one");
    await look(0);
    expect(await look(9000)).toEqual([]);
    renameSync(file("a.txt.tmp"), file("a.txt"));
    await look(1);
    await look(2000);
    expect(kept.map(({ name }) => name)).toEqual(["a.txt"]);
  });

  test("is found in folders within the folder", async () => {
    const { file, look, kept } = watching();
    mkdirSync(file("2026"));
    writeFileSync(file("2026/a.txt"), "one");
    await look(0);
    await look(2000);
    expect(kept.map(({ name }) => name)).toEqual(["2026/a.txt"]);
  });

  test("with another ending, hidden or empty is left alone", async () => {
    const { file, look } = watching({ endings: [".txt"] });
    for (const name of ["a.pdf", ".hidden.txt", "~$a.txt"]) writeFileSync(file(name), "one");
    writeFileSync(file("empty.txt"), "");
    writeFileSync(file("B.TXT"), "one");
    await look(0);
    expect(await look(2000)).toEqual(["B.TXT"]);
  });

  test("is taken after those that were saved before it", async () => {
    const { file, look, kept } = watching();
    for (const [name, at] of [
      ["P (2).txt", 3000],
      ["P-2.txt", 2000],
      ["P.txt", 1000],
    ] as const) {
      writeFileSync(file(name), name);
      utimesSync(file(name), at, at);
    }
    await look(0);
    await look(2000);
    expect(kept.map(({ name }) => name)).toEqual(["P.txt", "P-2.txt", "P (2).txt"]);
  });

  test("that cannot be stored now is tried again", async () => {
    let refused = 0;
    const port: FolderParts["port"] = {
      keep: async () => {
        refused += 1;
        if (refused === 1) throw new Error("the disk is full");
        return TAKEN;
      },
    };
    const { file, look, folder } = watching({ port });
    writeFileSync(file("a.txt"), "one");
    await look(0);
    expect(await look(2000)).toEqual([]);
    expect(folder.status$.value.problems).toEqual(["a.txt: the disk is full"]);
    expect(await look(1000)).toEqual(["a.txt"]);
    expect(folder.status$.value.problems).toEqual([]);
  });

  test("behind a link is taken; a link to a folder is not followed", async () => {
    const elsewhere = freshFolder();
    writeFileSync(join(elsewhere, "a.txt"), "one");
    const { file, look, path } = watching();
    symlinkSync(join(elsewhere, "a.txt"), file("link.txt"));
    symlinkSync(path, file("round"));
    await look(0);
    expect(await look(2000)).toEqual(["link.txt"]);
  });

  test.each([
    { what: "that stays empty", make: (path: string) => writeFileSync(join(path, "a.txt"), "") },
    {
      what: "whose name this computer cannot read",
      make: (path: string) =>
        writeFileSync(Buffer.from(`${path}/Plaque \xe9.txt`, "latin1"), "one"),
    },
  ])("$what is named for as long as it is there", async ({ make }) => {
    const { look, folder, path } = watching();
    make(path);
    await look(0);
    await look(61_000);
    await look(1000);
    expect(folder.status$.value.problems).toHaveLength(1);
  });

  test("in quarantine is named with the reason", async () => {
    const port: FolderParts["port"] = {
      keep: async () => ({ isNew: true, plates: 0, problem: "Row H is missing." }),
    };
    const { file, look, folder } = watching({ port });
    writeFileSync(file("a.txt"), "one");
    await look(0);
    await look(2000);
    expect(folder.status$.value.sentence).toBe("a.txt is in quarantine: Row H is missing.");
  });
});

describe("a folder that is gone", () => {
  test("is told, and its files are taken when it is back", async () => {
    const path = join(freshFolder(), "share");
    const { look, folder, file, kept } = watching({ path });
    await look(0);
    expect(folder.status$.value).toMatchObject({
      state: "unreachable",
      sentence: expect.stringContaining("no such file or folder"),
    });
    mkdirSync(path);
    writeFileSync(file("a.txt"), "one");
    await look(1000);
    expect(folder.status$.value.state).toBe("watching");
    await look(2000);
    expect(kept).toHaveLength(1);
    rmSync(path, { recursive: true });
    await look(1000);
    expect(folder.status$.value.state).toBe("unreachable");
  });
});

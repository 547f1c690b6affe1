/** Copies of the anchors through restores of the same set, and through power cuts. */
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { presentFile } from "../../src/integrity/anchor-files.ts";
import { anchorRestore, RESTORED } from "../../src/integrity/anchor-restore.ts";
import { copyAnchors } from "../../src/integrity/copy-anchors.ts";
import { keepLine } from "../../src/integrity/kept-lines.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { type AnchoredBench, anchoredBench, doWork, keepState } from "./anchored-bench.ts";

interface Copied extends AnchoredBench {
  readonly target: string;
  copy(): Promise<void>;
  /** Puts the set back, as a restore into an empty folder does. */
  restore(): void;
}

function copiedBench(): Copied {
  const bench = anchoredBench();
  const target = freshFolder();
  bench.work();
  bench.prove();
  const putBack = keepState(bench.file);
  const kept = join(freshFolder(), "anchors");
  cpSync(bench.folder, kept, { recursive: true });
  return {
    ...bench,
    target,
    copy: () => copyAnchors(bench.folder, target),
    restore: () => {
      putBack();
      rmSync(bench.folder, { recursive: true });
      cpSync(kept, bench.folder, { recursive: true });
      const store = openStore(bench.file);
      store.journal.audit({
        atUtc: store.nowUtc(),
        actor: "test",
        action: RESTORED,
        subject: "set",
        detail: {},
      });
      anchorRestore(store, { program: "command", programVersion: "1" });
      store.close();
    },
  };
}

/** The daemon works, proves and copies; another plate each time. */
async function goOn(bench: Copied, name: string): Promise<void> {
  bench.work((store) => doWork(store, name));
  bench.prove();
  await bench.copy();
}

describe("copies of a bench into which the same set was put back again", () => {
  test("go on under their own names, with what was given up beside them", async () => {
    const bench = copiedBench();
    await goOn(bench, "given up");
    for (const [index, name] of ["second", "third", "fourth"].entries()) {
      bench.restore();
      expect(bench.verify([bench.target]).findings).toEqual([]);
      await goOn(bench, name);
      expect(bench.verify([bench.target]).findings).toEqual([]);
      const copy = readFileSync(presentFile(bench.target, "anchors"), "utf8");
      expect(copy).toBe(readFileSync(presentFile(bench.folder, "anchors"), "utf8"));
      // The first past, each that was given up since, and the present one.
      const all = readdirSync(bench.target).filter((file) => file.startsWith("anchors"));
      expect(all).toHaveLength(index + 2);
    }
  });

  test("lose nothing of what they were told", async () => {
    const bench = copiedBench();
    bench.restore();
    await goOn(bench, "second");
    const told = readFileSync(presentFile(bench.target, "anchors"), "utf8");
    bench.restore();
    await bench.copy();
    const texts = readdirSync(bench.target).map((file) =>
      readFileSync(join(bench.target, file), "utf8"),
    );
    expect(texts).toContain(told);
  });

  test("still show what was begun anew without a restore, and another bench's", async () => {
    const bench = copiedBench();
    bench.restore();
    await goOn(bench, "second");
    rmSync(bench.folder, { recursive: true });
    bench.work((store) => doWork(store, "third"));
    expect(bench.verify([bench.target]).findings.join()).toContain("is a copy of nothing");
    await expect(bench.copy()).rejects.toThrow("is not a copy of");

    const [one, other] = [copiedBench(), copiedBench()];
    one.restore();
    other.work();
    await copyAnchors(other.folder, one.target);
    await expect(one.copy()).rejects.toThrow("is not a copy of");
    expect(one.verify([one.target]).findings.join()).toContain("another bench's");
  });
});

describe("a line that a power cut tore", () => {
  test("is not copied before it has its end", async () => {
    const [folder, target] = [freshFolder(), freshFolder()];
    const file = presentFile(folder, "anchors");
    keepLine(file, "one");
    appendFileSync(file, '"tor');
    await copyAnchors(folder, target);
    expect(readFileSync(presentFile(target, "anchors"), "utf8")).toBe('"one"\n');
    keepLine(file, "two");
    await copyAnchors(folder, target);
    expect(readFileSync(presentFile(target, "anchors"), "utf8")).toBe('"one"\n"two"\n');
  });

  test("and stands in the copy is no alarm, and goes from there too", async () => {
    const bench = copiedBench();
    await bench.copy();
    const copy = presentFile(bench.target, "anchors");
    appendFileSync(copy, '{"kind":"mov');
    expect(bench.verify([bench.target]).findings).toEqual([]);
    bench.work();
    expect(bench.verify([bench.target]).findings).toEqual([]);
    await bench.copy();
    expect(readFileSync(copy, "utf8")).toBe(
      readFileSync(presentFile(bench.folder, "anchors"), "utf8"),
    );
    // One whole line that nobody has written here is an alarm as before.
    appendFileSync(copy, '{"kind":"moved"}\n');
    expect(bench.verify([bench.target]).findings.join()).toContain("has more than");
  });

  test("leaves a copy without any line for what comes", async () => {
    const [folder, target] = [freshFolder(), freshFolder()];
    const file = presentFile(folder, "anchors");
    keepLine(file, "one");
    await copyAnchors(folder, target);
    const copy = presentFile(target, "anchors");
    rmSync(copy);
    appendFileSync(copy, "");
    await copyAnchors(folder, target);
    expect(readFileSync(copy, "utf8")).toBe('"one"\n');
    expect(existsSync(join(target, basename(file)))).toBe(true);
  });
});

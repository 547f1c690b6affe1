import { describe, expect, onTestFinished, test } from "vitest";
import { importInWorker, type WorkerParts } from "../../src/daemon/import-in-worker.ts";

function importer(more: Partial<WorkerParts> = {}) {
  const made = importInWorker({
    program: new URL("odd-importer.js", import.meta.url),
    data: null,
    withinMs: 10_000,
    endAfterMs: 10_000,
    memoryMb: 64,
    ...more,
  });
  onTestFinished(() => made.stop());
  return (name: string) => made.importFile({ name, bytes: Buffer.from(name) });
}

const REFUSAL = { kind: "refused", code: "ECHO" };

describe("a file read in a thread of its own", () => {
  test("comes back as what it is, each in its turn", async () => {
    const read = importer();
    const [first, second] = await Promise.all([read("one"), read("two")]);
    expect([first, second]).toMatchObject([
      { ...REFUSAL, sentence: "one" },
      { ...REFUSAL, sentence: "two" },
    ]);
  });

  test("that never ends is refused, and the next one is read", async () => {
    const read = importer({ withinMs: 400 });
    const [endless, next] = await Promise.all([read("endless"), read("next")]);
    expect(endless).toMatchObject({ kind: "refused", code: "FILE_TOO_SLOW" });
    expect(next).toMatchObject({ ...REFUSAL, sentence: "next" });
  });

  test("that takes all memory is refused, and the next one is read", async () => {
    const read = importer();
    expect(await read("huge")).toMatchObject({ kind: "refused", code: "FILE_TOO_LARGE" });
    expect(await read("next")).toMatchObject(REFUSAL);
  });

  test("is not the last one when the thread fails after its answer", async () => {
    const read = importer();
    expect(await read("late")).toMatchObject({ ...REFUSAL, sentence: "late" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await read("next")).toMatchObject(REFUSAL);
  });

  test("whose thread ends says so at once, and the next one is read", async () => {
    const read = importer();
    await expect(read("exit")).rejects.toThrow("ended with 3");
    expect(await read("next")).toMatchObject(REFUSAL);
  });

  test("on which the importer fails says so, and the next one is read", async () => {
    const read = importer();
    await expect(read("bug")).rejects.toThrow("undefined is not a function");
    expect(await read("next")).toMatchObject(REFUSAL);
  });
});

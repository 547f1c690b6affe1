import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { isStoreTrouble, persistWith } from "../../src/pipeline/persist.ts";
import { freshStore } from "../store/fresh-store.ts";
import { insertReading } from "../store/store-rows.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const full = () => new PlatewardenError("STORE_FULL", "the disk is full");

function watched() {
  const log: string[] = [];
  const persist = persistWith({
    onTrouble: (error) => log.push(`trouble: ${String(error)}`),
    onRecovered: () => log.push("recovered"),
  });
  return { log, persist };
}

describe("a durable step", () => {
  test("is done at once when the store takes it", async () => {
    const { log, persist } = watched();
    expect(await persist(() => 7)).toBe(7);
    expect(log).toEqual([]);
  });

  test("is tried again until the store takes it, telling of the trouble once", async () => {
    const { log, persist } = watched();
    let tries = 0;
    const done = persist(() => {
      tries += 1;
      if (tries < 4) throw full();
      return "stored";
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe("stored");
    expect(tries).toBe(4);
    expect(log).toEqual(["trouble: PlatewardenError: the disk is full", "recovered"]);
  });

  test("that is refused for what it says is thrown at once", async () => {
    const { log, persist } = watched();
    const refused = persist(() => {
      throw new PlatewardenError("BARCODE_ALREADY_READ", "no");
    });
    await expect(refused).rejects.toMatchObject({ code: "BARCODE_ALREADY_READ" });
    expect(log).toEqual([]);
  });

  test("that is a fault of the program is thrown at once, not tried for ever", async () => {
    const { persist } = watched();
    const store = freshStore();
    const row = store.readings.byId(insertReading(store));
    if (row === null) throw new Error("no reading");
    const twice = persist(() => store.inTransaction(() => store.readings.insert(row)));
    await expect(twice).rejects.toThrow("UNIQUE constraint failed");
  });
});

describe("trouble of the store", () => {
  test("is what may pass", () => {
    expect(isStoreTrouble(full())).toBe(true);
    expect(isStoreTrouble(new PlatewardenError("PLATE_MISMATCH", ""))).toBe(false);
    expect(isStoreTrouble(new Error("full"))).toBe(false);
  });
});

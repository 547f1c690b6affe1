import { describe, expect, test } from "vitest";
import { registerReader } from "../../src/observe/reader-register.ts";
import { freshStore } from "../store/fresh-store.ts";

function identity(serialNumber?: string) {
  const details: Record<string, string> = serialNumber === undefined ? {} : { serialNumber };
  return { model: "Synergy H1", filtersNm: null, details };
}

describe("the register of readers", () => {
  test("keeps the first serial number in silence, and each once", () => {
    const store = freshStore();
    expect(registerReader(store, "bench-1", identity("1701"))).toBeNull();
    expect(registerReader(store, "bench-1", identity("1701"))).toBeNull();
    expect(store.readerSerials.all()).toMatchObject([{ serial_number: "1701" }]);
    expect(store.notices.standing()).toEqual([]);
  });

  test("tells when another reader answers under a name, and names both", () => {
    const store = freshStore();
    registerReader(store, "bench-1", identity("1701"));
    const sentence = registerReader(store, "bench-1", identity("1702"));
    expect(sentence).toMatch(/1702.*1701/);
    expect(store.notices.standingOn("reader-changed", "bench-1")).toMatchObject([{ sentence }]);
    // Back again is a change as well; what stands is the newest.
    registerReader(store, "bench-1", identity("1701"));
    expect(store.notices.standingOn("reader-changed", "bench-1")).toHaveLength(1);
    expect(store.readerSerials.newestOf("bench-1")).toMatchObject({ serial_number: "1701" });
  });

  test.each([undefined, "", "  "])(
    "keeps nothing of a reader that tells no number (%j)",
    (told) => {
      const store = freshStore();
      expect(registerReader(store, "bench-1", identity(told))).toBeNull();
      expect(store.readerSerials.all()).toEqual([]);
    },
  );

  test("does not mix readers up", () => {
    const store = freshStore();
    registerReader(store, "bench-1", identity("1701"));
    expect(registerReader(store, "bench-2", identity("1702"))).toBeNull();
  });
});

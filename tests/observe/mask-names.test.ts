import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HIDDEN_VALUE, maskConfig } from "../../src/observe/mask-config.ts";
import { maskNames } from "../../src/observe/mask-names.ts";

const KEY = "a key of the bench";
const barcode = (name: string) => ({ kind: "barcode", name });

describe("names", () => {
  test("become the same word each time, whatever their case, and other names other words", () => {
    const mask = maskNames([barcode("PW-A-1"), barcode("PW-A-10")], KEY);
    const [first, again, other] = mask.text("PW-A-1 pw-a-1 PW-A-10").split(" ");
    expect(first).toMatch(/^barcode-[0-9a-f]{10}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("become other words with another key", () => {
    const text = (key: string) => maskNames([barcode("PW-A-1")], key).text("PW-A-1");
    expect(text("one")).not.toBe(text("other"));
  });

  test("that are short are replaced only as words of their own", () => {
    const mask = maskNames([{ kind: "sample", name: "A" }], KEY);
    expect(mask.text("A plate of A, Ada")).toMatch(/^sample-\w+ plate of sample-\w+, Ada$/);
  });

  test("are replaced inside of other words, such as names of files", () => {
    const mask = maskNames([barcode("PW-A-1")], KEY);
    expect(mask.text("xPW-A-1y_PW-A-1.txt")).not.toMatch(/pw-a-1/i);
  });

  test("are replaced in everything of a value, its keys too", () => {
    const mask = maskNames([{ kind: "person", name: 'Ann "the" Bee' }], KEY);
    const masked = mask.value({ 'Ann "the" Bee': [{ by: 'Ann "the" Bee', n: 7, none: null }] });
    expect(JSON.stringify(masked)).not.toContain("Bee");
    expect(Object.values(masked as object)[0]).toMatchObject([{ n: 7, none: null }]);
  });

  test("of five letters and more never stay, in any text", () => {
    const name = fc.string({ minLength: 5, maxLength: 12 }).filter((one) => one.trim().length >= 5);
    fc.assert(
      fc.property(name, fc.string(), fc.string(), (one, before, behind) => {
        const hidden = one.trim();
        const masked = maskNames([barcode(hidden)], KEY).text(`${before}${hidden}${behind}`);
        fc.pre(!/^[-0-9a-f]+$|barcode/i.test(hidden));
        expect(masked.toLowerCase()).not.toContain(hidden.toLowerCase());
      }),
    );
  });

  test("that are none change nothing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(maskNames([], KEY).text(text)).toBe(text);
      }),
    );
  });
});

test("a configuration keeps how things are set and loses who, where to and with which secret", () => {
  expect(
    maskConfig({
      data: "data",
      web: { port: 8480, host: "10.0.0.7" },
      mail: { host: "smtp.lab.example", user: "ann", from: "a@lab.example", to: ["b@lab.example"] },
      webhook: [{ id: "lims", url: "https://lims.lab.example/hook?key=1", secret_file: "key" }],
      reader: [{ id: "bench-1", port: "serial:/dev/ttyS0" }],
    }),
  ).toEqual({
    data: "data",
    web: { port: 8480, host: HIDDEN_VALUE },
    mail: { host: HIDDEN_VALUE, user: HIDDEN_VALUE, from: HIDDEN_VALUE, to: HIDDEN_VALUE },
    webhook: [{ id: "lims", url: HIDDEN_VALUE, secret_file: HIDDEN_VALUE }],
    reader: [{ id: "bench-1", port: "serial:/dev/ttyS0" }],
  });
});

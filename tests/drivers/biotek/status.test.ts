import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeStatusCode, isFatal } from "../../../drivers/biotek/status-codes.ts";
import { describeStatus, parseStatus, statusFault } from "../../../drivers/biotek/status-string.ts";

describe("the five bytes of a status", () => {
  test.each([
    ["0000\x03", { form: "elx", code: "0000", isOk: true }],
    ["0100\x03", { form: "elx", code: "0100", isOk: false }],
    ["a400\x03", { form: "elx", code: "a400", isOk: false }],
    ["\x1e000\x03", { form: "312", code: "000", isOk: true }],
    ["\x1e080\x03", { form: "312", code: "080", isOk: false }],
    // The PowerWave's stepper is busy, which is no error.
    ["\x1e800\x03", { form: "312", code: "800", isOk: true }],
  ])("%j are read", (bytes, status) => {
    expect(parseStatus(bytes)).toEqual(status);
  });

  test.each([
    "",
    "0000",
    "000\x03",
    "00000\x03",
    "00g0\x03",
    "\x1e00\x03",
    "\x1e0000\x03",
    "0000\x04",
  ])("%j are none", (bytes) => {
    expect(parseStatus(bytes)).toBeNull();
  });

  test("of random bytes never say that all is well unless they are one of the two forms", () => {
    const five = fc.uint8Array({ minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(five, (bytes) => {
        const status = parseStatus(Buffer.from(bytes).toString("latin1"));
        if (status === null) return;
        expect(bytes[4]).toBe(3);
        expect(status.code).toMatch(/^[0-9A-F]{3,4}$/i);
      }),
    );
  });

  test("say in words what an older reader means", () => {
    expect(describeStatus({ form: "312", code: "080", isOk: false })).toContain("failed");
    expect(describeStatus({ form: "312", code: "070", isOk: false })).toContain("checksum");
    expect(describeStatus({ form: "312", code: "0F0", isOk: false })).toContain("does not list");
  });
});

describe("a status code", () => {
  test.each([
    ["0000", "no error"],
    ["0100", "the read was aborted"],
    ["0200", "the motor of the carrier did not find its sensor"],
    ["0311", "a code that the manual does not list"],
    ["0301", "the motor of the filter wheel did not find the light transition"],
    ["0402", "the position of the motor of the robot door is wrong"],
    ["0603", "the gain of filter 3 is out of range"],
    ["0720", "the noise test of channel 2 failed"],
    ["0E01", "a wavelength is not in the reader's table"],
    ["1502", "the incubator failed: its temperature is out of range"],
    ["1512", "the incubator failed: a thermistor"],
    ["1520", "the incubator failed: its analog converter"],
    ["1600", "the assay definition from the host is wrong"],
    ["2331", "the lamp control failed: its 5 V"],
    ["2332", "the lamp control failed: its 24 V"],
    ["2330", "the lamp control failed"],
    ["A305", "fatal: a part of the reader is missing"],
    ["A500", "fatal: the reader's program failed"],
    ["A700", "fatal: the flash memory failed"],
    ["A900", "fatal: the reader's program ran out of memory"],
    ["FFFF", "a code that the manual does not list"],
  ])("%s means: %s", (code, sentence) => {
    expect(describeStatusCode(code)).toBe(sentence);
  });

  test("always has a sentence, without a placeholder", () => {
    const code = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16).padStart(4, "0"));
    fc.assert(
      fc.property(code, (digits) => {
        expect(describeStatusCode(digits.toUpperCase())).toMatch(/^[^ ].*[^ ]$/);
        expect(describeStatusCode(digits)).not.toMatch(/motor x|filter x|channel c/);
      }),
    );
  });

  test("is fatal from A1 to A9", () => {
    expect(["A100", "a900", "0A12", "A000"].map(isFatal)).toEqual([true, true, false, false]);
  });
});

test.each([
  ["0100", "READ_ABORTED"],
  ["0E02", "FILTER_NOT_INSTALLED"],
  ["A400", "POWER_CYCLE_NEEDED"],
  ["2331", "READER_ERROR"],
])("status %s is the fault %s, with its code", (code, name) => {
  const fault = statusFault("the read", { form: "elx", code, isOk: false });
  expect(fault).toMatchObject({ fault: name, readerCode: code });
  expect(fault.message).toBe(`the read ended with status ${code}: ${describeStatusCode(code)}`);
});

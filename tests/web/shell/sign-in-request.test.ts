import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isScan, type Keystroke, signInRequestOf } from "../../../src/web/shell/sign-in-request.ts";

/** Keys with so long between each of them, ended with Enter. */
function typed(text: string, betweenMs: number): Keystroke[] {
  return [...text, "Enter"].map((key, index) => ({ key, atMs: index * betweenMs }));
}

describe("what is asked of the server", () => {
  it("is a badge with a PIN when the secret is 4 to 8 digits, else a name with a password", () => {
    expect(signInRequestOf(" BDG-1 ", "4711")).toEqual({ badge: "BDG-1", pin: "4711" });
    expect(signInRequestOf("A. Jansen", "pipette tip box")).toEqual({
      name: "A. Jansen",
      password: "pipette tip box",
    });
    for (const secret of ["123", "123456789", "12a4", " 1234"]) {
      expect(signInRequestOf("x", secret)).toEqual({ name: "x", password: secret });
    }
  });

  it("never changes the secret", () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        const request = signInRequestOf("x", secret);
        expect("pin" in request ? request.pin : request.password).toBe(secret);
      }),
    );
  });
});

describe("a scan", () => {
  it("is faster than any hand", () => {
    expect(isScan(typed("BDG-0001", 5))).toBe(true);
    expect(isScan(typed("BDG-0001", 60))).toBe(false);
  });

  it("may halt once, and is nothing as short as a slip", () => {
    const keys = typed("BDG-0001", 5).map((key, index) => ({
      ...key,
      atMs: key.atMs + (index > 3 ? 90 : 0),
    }));
    expect(isScan(keys)).toBe(true);
    expect(isScan(typed("abc", 5))).toBe(false);
    expect(isScan([])).toBe(false);
  });
});

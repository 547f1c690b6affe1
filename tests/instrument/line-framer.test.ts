import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Frame } from "../../src/instrument/contract.ts";
import { LineFramer } from "../../src/instrument/line-framer.ts";

const CR = { kind: "line", terminator: "\r", maxBytes: 10 } as const;
const CRLF = { kind: "line", terminator: "\r\n", maxBytes: 10 } as const;

const bytes = (text: string) => Buffer.from(text, "latin1");
const whole = (text: string): Frame => ({ text, terminated: true });
const cut = (text: string): Frame => ({ text, terminated: false });

describe("a line framer", () => {
  test("hands out lines in the call that completes them, empty ones too", () => {
    const framer = new LineFramer(CR);
    expect(framer.feed(bytes("a\r\r\rb"))).toEqual([whole("a"), whole(""), whole("")]);
    expect(framer.feed(bytes("c"))).toEqual([]);
    expect(framer.feed(bytes("\r"))).toEqual([whole("bc")]);
  });

  test("keeps every byte as one character", () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((b) => b !== 13));
    const framer = new LineFramer({ ...CR, maxBytes: 300 });
    const [frame] = framer.feed(Buffer.concat([all, bytes("\r")]));
    expect(bytes(frame?.text ?? "")).toEqual(all);
  });

  test("cuts an over-long line off and goes on after it", () => {
    const framer = new LineFramer(CR);
    expect(framer.feed(bytes("0123456789abc\rd\r"))).toEqual([
      cut("0123456789"),
      whole("abc"),
      whole("d"),
    ]);
  });

  test("takes a line of exactly the greatest length as whole", () => {
    expect(new LineFramer(CR).feed(bytes("0123456789\r"))).toEqual([whole("0123456789")]);
    expect(new LineFramer(CRLF).feed(bytes("0123456789\r\n"))).toEqual([whole("0123456789")]);
  });

  test("does not keep the bytes it was given: they may be overwritten", () => {
    const framer = new LineFramer(CR);
    const shared = bytes("abc");
    framer.feed(shared);
    shared.fill(0x78);
    expect(framer.feed(bytes("\r"))).toEqual([whole("abc")]);
  });

  test("hands out the rest on demand, once", () => {
    const framer = new LineFramer(CR);
    framer.feed(bytes("a\rhalf"));
    expect(framer.pendingBytes).toBe(4);
    expect(framer.flush()).toEqual([cut("half")]);
    expect(framer.flush()).toEqual([]);
    expect(framer.feed(bytes("b\r"))).toEqual([whole("b")]);
  });

  test.each([CR, CRLF])("gives the same frames however the bytes are cut: %j", (framing) => {
    const text = fc
      .array(fc.constantFrom("a", "\r", "\n", "\r\n", "0123456789", "\xff"), { maxLength: 60 })
      .map((parts) => bytes(parts.join("")));
    const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, cuts, (input, lengths) => {
        const framer = new LineFramer(framing);
        const pieces: Frame[] = [];
        let at = 0;
        for (let index = 0; at < input.length; index += 1) {
          const length = lengths[index % lengths.length] ?? 1;
          pieces.push(...framer.feed(input.subarray(at, at + length)));
          expect(framer.pendingBytes).toBeLessThan(framing.maxBytes + framing.terminator.length);
          at += length;
        }
        const atOnce = new LineFramer(framing);
        expect([...pieces, ...framer.flush()]).toEqual([...atOnce.feed(input), ...atOnce.flush()]);
      }),
    );
  });
});

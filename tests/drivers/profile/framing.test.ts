/** How received bytes are cut: lines, prompts, frames, silences. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  driverOf,
  faultOf,
  plateOf,
  play,
  rowLines,
  tokensOf,
  USUAL_TOKENS,
} from "./play-profile.ts";

const ASK = `[commands.identify]
send = "ID"
moves_hardware = false
`;

function identify(more: string, answer: string, ...answers: string[]) {
  const driver = driverOf(`${ASK}${more}`);
  return play(driver.dialogues.identify({}), "", answer, ...answers);
}

function detailsOf(played: ReturnType<typeof play>): unknown {
  const { outcome } = played;
  if (outcome.kind !== "done") return faultOf(played);
  const result = outcome.result;
  return typeof result === "object" && result !== null && "details" in result
    ? result.details
    : null;
}

describe("lines", () => {
  test("any of the ends, mixed, makes the same lines", () => {
    const ends = fc.array(fc.constantFrom("\r", "\n", "\r\n"), { minLength: 9, maxLength: 9 });
    const driver = driverOf("");
    fc.assert(
      fc.property(ends, (chosen) => {
        const text = ["PLATE", ...rowLines()].map((line, index) => line + chosen[index]).join("");
        expect(tokensOf(plateOf(play(driver.dialogues.listen({}), text)))).toEqual(USUAL_TOKENS);
      }),
    );
  });

  test("an answer of two lines, blank ones not counted", () => {
    const more = "lines = 2\nexpect = '(?s)^(?P<first>\\w+)\\n(?P<second>\\w+)'";
    expect(detailsOf(identify(more, "\r\rone\r\r\rtwo\r"))).toEqual({
      first: "one",
      second: "two",
    });
  });

  test("an answer that ends with a line of its own", () => {
    const more = "until = '^END$'\nexpect = '(?s)^(?P<all>.*)\\nEND'";
    expect(detailsOf(identify(more, "a\rb\rc\rEND\r"))).toEqual({ all: "a\nb\nc" });
  });

  test("the echo of a command is no part of its answer", () => {
    const more = "expect = '^(?P<word>\\w+)$'\n[framing]\necho = true";
    expect(detailsOf(identify(more, "ID\rhello\r"))).toEqual({ word: "hello" });
    expect(detailsOf(identify(more, "hello\r"))).toEqual({ word: "hello" });
  });
});

describe("prompts", () => {
  const framing = '[framing]\nmode = "prompt"\nprompt = ">"\n';

  test("one prompt, two prompts, and a second one that does not come", () => {
    const more = `prompts = 2\nexpect = '(?s)^OK(?P<rest>.*)$'\n${framing}`;
    expect(detailsOf(identify(more, "OK\r\n>\r\nOPEN\r\nIDLE\r\n\r\n>"))).toEqual({
      rest: "OPEN\nIDLE",
    });
    expect(detailsOf(identify(more, "OK\r\n>"))).toEqual({ rest: "" });
  });
});

describe("a silence", () => {
  test("ends a burst without any line end", () => {
    const more = "expect = '^(?P<word>\\w+)$'\n[framing]\nmode = \"idle\"\nidle_ms = 200";
    expect(detailsOf(identify(more, "hello"))).toEqual({ word: "hello" });
  });

  test("ends a plate that nothing else ends", () => {
    const driver = driverOf('[framing]\nmode = "idle"\nidle_ms = 200');
    const text = ["PLATE", ...rowLines()].join("\n");
    expect(tokensOf(plateOf(play(driver.dialogues.listen({}), text)))).toEqual(USUAL_TOKENS);
  });
});

describe("frames", () => {
  const more = `[framing]
mode = "framed"
start = "\\u0002"
end = "\\u0003"
more = "\\u0017"
sequence_digits = 1
check_bytes = 2
ends = ["\\r"]
[checksum]
kind = "sum256"
form = "hex"
[turns]
enquiry = "\\u0005"
acknowledge = "\\u0006"
refuse = "\\u0015"
close = "\\u0004"
`;
  const frame = (body: string): string => {
    const sum = [...body].reduce((total, one) => total + one.charCodeAt(0), 0) % 256;
    return `\u0002${body}${sum.toString(16).toUpperCase().padStart(2, "0")}\r\n`;
  };
  const driver = driverOf(more);
  const whole = `${["PLATE", ...rowLines()].join("\r")}\r`;
  const first = `1${whole.slice(0, 200)}\u0017`;
  const second = `2${whole.slice(200)}\u0003`;

  test("a text goes on from frame to frame, each acknowledged", () => {
    const heard = play(
      driver.dialogues.listen({}),
      "\u0005",
      frame(first),
      frame(second),
      "\u0004",
    );
    expect(heard.sent).toEqual(["\u0006", "\u0006", "\u0006"]);
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
    expect(heard.rejected).toEqual([]);
  });

  test("a damaged frame is refused, shown, and taken when it comes again", () => {
    const spoilt = frame(first).replace("0.001", "0.007");
    const heard = play(
      driver.dialogues.listen({}),
      "\u0005",
      spoilt,
      frame(first),
      frame(second),
      "\u0004",
    );
    expect(heard.sent).toEqual(["\u0006", "\u0015", "\u0006", "\u0006"]);
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
    expect(heard.rejected).toHaveLength(1);
  });

  test("a frame that comes twice because our acknowledgement was lost counts once", () => {
    const heard = play(
      driver.dialogues.listen({}),
      "\u0005",
      frame(first),
      frame(first),
      frame(second),
      "\u0004",
    );
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
  });

  test("what stands outside frames is shown", () => {
    const heard = play(
      driver.dialogues.listen({}),
      "\u0005",
      `noise${frame(first)}`,
      frame(second),
      "\u0004",
    );
    expect(heard.rejected).toEqual(["noise"]);
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
  });

  test("a frame that breaks off leaves a plate that is given up", () => {
    const heard = play(driver.dialogues.listen({}), "\u0005", frame(first), "\u00022half");
    expect(faultOf(heard)).toBe("DAMAGED_TRANSFER");
    expect(heard.rejected).toEqual(["half"].map((text) => `2${text}`));
  });
});

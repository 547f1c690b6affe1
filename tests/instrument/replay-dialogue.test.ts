import { describe, expect, test } from "vitest";
import type { Dialogue } from "../../src/instrument/contract.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";

const FRAMING = { kind: "line", terminator: "\r", maxBytes: 50 } as const;

/** Items written as `> sent`, `< received` and `# mark`. */
function items(...lines: string[]): TranscriptItem[] {
  const directions = { ">": "tx", "<": "rx", "#": "mark" } as const;
  return lines.map((line) => {
    const sign = line[0];
    if (sign !== ">" && sign !== "<" && sign !== "#") throw new Error(line);
    return { direction: directions[sign], bytes: Buffer.from(line.slice(2), "latin1") };
  });
}

/** Asks each question and collects the answers; a silence is null. */
function* questions(...list: string[]): Dialogue<(string | null)[]> {
  const answers: (string | null)[] = [];
  for (const question of list) {
    yield { kind: "send", bytes: Buffer.from(question) };
    const answer = yield { kind: "receive", withinMs: 10 };
    answers.push(answer.kind === "frame" ? answer.frame.text : null);
  }
  return answers;
}

const replay = (dialogue: Dialogue<unknown>, recorded: readonly TranscriptItem[]) =>
  replayDialogue(dialogue, recorded, FRAMING);

describe("replaying a dialogue", () => {
  test("answers from the recording and says which items the frames came from", () => {
    const recorded = items("> a", "< one\r", "> b", "< tw", "< o\r", "< trailing\r");
    expect(replay(questions("a", "b"), recorded)).toEqual({
      kind: "done",
      result: ["one", "two"],
      reports: [],
      rx: { first: 1, last: 4 },
      played: 5,
    });
  });

  test("a silence is answered where it stands", () => {
    const recorded = items("> a", "# silence", "> b", "< two\r");
    expect(replay(questions("a", "b"), recorded)).toMatchObject({ result: [null, "two"] });
  });

  test("half a line before a silence is an unterminated frame, as it was live", () => {
    const recorded = items("> a", "< on", "# silence", "> b", "< two\r");
    expect(replay(questions("a", "b"), recorded)).toMatchObject({ result: ["on", "two"] });
  });

  test("frames that came before the next thing sent wait for it", () => {
    const recorded = items("> a", "< one\rtwo\r", "> b", "# silence");
    expect(replay(questions("a", "b"), recorded)).toMatchObject({ result: ["one", "two"] });
  });

  test("other marks are passed over", () => {
    const recorded = items("# opened", "> a", "# note", "< one\r");
    expect(replay(questions("a"), recorded)).toMatchObject({ kind: "done", result: ["one"] });
  });

  test("a mark among what was received changes nothing", () => {
    const recorded = items("> a", "# note", "< one\r", "> b", "# note", "< two\r");
    expect(replay(questions("a", "b"), recorded)).toMatchObject({ result: ["one", "two"] });
  });

  test.each([
    ["before an answer", items("> a")],
    ["before a question", items("> a", "< one\r")],
    ["at once", []],
  ])("a recording that ends %s interrupts the dialogue", (_, recorded) => {
    expect(replay(questions("a", "b"), recorded).kind).toBe("interrupted");
  });

  test("something else sent is a mismatch, to the byte", () => {
    expect(replay(questions("abc"), items("> abd"))).toMatchObject({
      kind: "mismatch",
      item: 0,
      byte: 2,
    });
    expect(replay(questions("abc"), items("> ab"))).toMatchObject({ kind: "mismatch", byte: 2 });
  });

  test("something sent where the dialogue waits is a mismatch", () => {
    expect(replay(questions("a", "b"), items("> a", "> b"))).toMatchObject({
      kind: "mismatch",
      item: 1,
    });
  });

  test("a silence where the dialogue sends is a mismatch", () => {
    expect(replay(questions("a"), items("# silence", "> a"))).toMatchObject({
      kind: "mismatch",
      item: 0,
    });
  });

  test("what the driver throws is a bug", () => {
    function* breaks(): Dialogue<void> {
      yield { kind: "pause", ms: 1 };
      throw new TypeError("oops");
    }
    expect(replay(breaks(), []).kind).toBe("bug");
  });
});

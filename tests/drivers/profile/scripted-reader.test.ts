/** The reader's side of written conversations. */
import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../drivers/profile/simulator/conversation.ts";
import { createScriptedReader } from "../../../drivers/profile/simulator/scripted-reader.ts";

const TEXT = `# who is there
H> ID<CR>
R> one<CR><0x1B>
R>  two <LT>
-- silence

H> ID<CR>
R> three
`;

describe("a written conversation", () => {
  test("has one item a line; blanks behind the first one count", () => {
    const items = parseConversation(TEXT).map(({ direction, bytes }) => [
      direction,
      Buffer.from(bytes).toString("latin1"),
    ]);
    expect(items).toEqual([
      ["tx", "ID\r"],
      ["rx", "one\r\u001b"],
      ["rx", " two <"],
      ["mark", "silence"],
      ["tx", "ID\r"],
      ["rx", "three"],
    ]);
  });

  test("names the line that is none", () => {
    expect(() => parseConversation("H> a\nX> b")).toThrow("line 2");
  });
});

describe("a scripted reader", () => {
  const say = (reader: ReturnType<typeof createScriptedReader>, text: string): string =>
    Buffer.concat(reader.receive(Buffer.from(text, "latin1"))).toString("latin1");

  test("answers in order, however the command is cut, and the last answer again", () => {
    const reader = createScriptedReader(parseConversation(TEXT));
    expect(say(reader, "I")).toBe("");
    expect(say(reader, "D\r")).toBe("one\r\u001b two <");
    expect(say(reader, "ID\r")).toBe("three");
    expect(say(reader, "ID\r")).toBe("three");
    expect(say(reader, "WHAT\r")).toBe("");
  });

  test("repeats after a NAK", () => {
    const reader = createScriptedReader(parseConversation(TEXT));
    say(reader, "ID\r");
    expect(say(reader, "\u0015")).toBe("one\r\u001b two <");
  });

  test("lets one thing go wrong, once", () => {
    const reader = createScriptedReader(parseConversation("H> A\nR> 123\nH> B\nR> 456"));
    reader.arm({ kind: "changed-character", item: 2 });
    expect(say(reader, "A")).toBe("123");
    expect(say(reader, "B")).toBe("466");
    expect(say(reader, "B")).toBe("456");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TranscriptDirection, transcriptSha256 } from "../../src/store/transcripts.ts";
import { freshStore } from "./fresh-store.ts";
import { AT, insertTranscript } from "./store-rows.ts";

const item = fc.record({
  direction: fc.constantFrom<TranscriptDirection>("rx", "tx", "mark"),
  bytes: fc.uint8Array({ maxLength: 12 }),
});
const items = fc.array(item, { minLength: 1, maxLength: 8 });

function written(list: readonly { direction: string; bytes: Uint8Array }[]): string {
  return JSON.stringify(list.map(({ direction, bytes }) => [direction, [...bytes]]));
}

describe("the hash of a transcript", () => {
  test("is the same for the same conversation only", () => {
    fc.assert(
      fc.property(items, items, (one, other) => {
        expect(transcriptSha256(one) === transcriptSha256(other)).toBe(
          written(one) === written(other),
        );
      }),
    );
  });

  test("shows an item that is missing, moved, cut anew or turned round", () => {
    const a = { direction: "rx", bytes: Buffer.from("0.123") } as const;
    const b = { direction: "rx", bytes: Buffer.from(" 0.456") } as const;
    const joined = { direction: "rx", bytes: Buffer.from("0.123 0.456") } as const;
    const sent = { direction: "tx", bytes: a.bytes } as const;
    const hashes = [[a, b], [b, a], [a], [joined], [sent, b], []].map(transcriptSha256);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("does not confuse bytes with the heads of items", () => {
    const texts = ["", "a", "rx", "rxa", "arx", "arxa", "rx 1\n", "rx 1\na", "arx 1\na", "1\n"];
    const single = texts.flatMap((text) =>
      (["rx", "tx"] as const).map((direction) => ({ direction, bytes: Buffer.from(text) })),
    );
    const pairs = single.flatMap((one) => single.map((other) => [one, other]));
    const hashes = [...single.map((one) => [one]), ...pairs].map(transcriptSha256);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("of the end is that of what is stored", () => {
    const store = freshStore();
    const id = insertTranscript(store, ["one\r", "two\r"]);
    const hash = store.transcripts.end(id, "done", null, AT);
    expect(hash).toBe(transcriptSha256(store.transcripts.items(id)));
    expect(store.transcripts.endOf(id)).toMatchObject({ items: 2, sha256: hash });
  });
});

describe("transcripts that a crash left open", () => {
  test("are those without an end, oldest first", () => {
    const store = freshStore();
    const [first, second, third] = [1, 2, 3].map(() => insertTranscript(store));
    store.transcripts.end(String(second), "done", null, AT);
    expect(store.transcripts.unended().map((row) => row.id)).toEqual([first, third]);
  });
});

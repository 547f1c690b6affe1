/** Conversations for tests, written as `> sent`, `< received`, `- mark`. */
import type { ShownTranscript } from "../../src/bench-tools/shown-transcript.ts";
import { transcriptSha256 } from "../../src/store/transcripts.ts";

const DIRECTIONS = { ">": "tx", "<": "rx", "-": "mark" } as const;

export function makeShown(...lines: readonly string[]): ShownTranscript {
  const items = lines.map((line, index) => {
    const direction = DIRECTIONS[line[0] as keyof typeof DIRECTIONS];
    return { direction, bytes: Buffer.from(line.slice(2), "latin1"), atMs: index * 10 };
  });
  return {
    name: "made",
    readerId: "bench-1",
    driver: "bio-rad 1",
    dialogue: "identify",
    openedAtUtc: "2026-03-14T10:15:00.000Z",
    outcome: "done",
    detail: null,
    sha256: transcriptSha256(items),
    items,
  };
}

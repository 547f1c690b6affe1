/** What a plate was read from, as a file. */
import { expect, test } from "vitest";
import { rawSource } from "../../src/api/plate-raw.ts";
import type { ErrorView } from "../../src/api/views.ts";
import { parseTranscriptFile } from "../../src/bench-tools/transcript-file.ts";
import { benchWith } from "../report/report-bench.ts";
import { serveFakes } from "./serve-fakes.ts";

test("a conversation comes whole, in the form that the transcript commands read", async () => {
  const { store } = await benchWith("A-1");
  const app = serveFakes({ services: { raw: rawSource(store) } });
  const answer = await app.inject("/api/v1/plates/A-1/raw");
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-disposition"]).toBe('attachment; filename="A-1-transcript.json"');
  const file = parseTranscriptFile(answer.json(), "A-1-transcript.json");
  const plate = store.plates.byBarcode("A-1");
  const reading = store.readings.byId(store.plates.versions(plate?.id ?? "")[0]?.reading_id ?? "");
  const stored = store.transcripts.items(reading?.transcript_id ?? "");
  expect(stored.length).toBeGreaterThan(0);
  expect(file.items.map(({ dir, latin1 }) => [dir, latin1])).toEqual(
    stored.map(({ direction, bytes }) => [direction, Buffer.from(bytes).toString("latin1")]),
  );
});

test("of an unknown plate there is none", async () => {
  const { store } = await benchWith("A-1");
  const app = serveFakes({ services: { raw: rawSource(store) } });
  const answer = await app.inject("/api/v1/plates/nothing/raw");
  expect([answer.statusCode, answer.json<ErrorView>().error.code]).toEqual([404, "PLATE_UNKNOWN"]);
});

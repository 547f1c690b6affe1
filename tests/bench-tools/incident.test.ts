import { describe, expect, test } from "vitest";
import {
  exportIncident,
  isIncident,
  parseIncident,
  shownFromIncident,
} from "../../src/bench-tools/incident.ts";
import type { Store } from "../../src/store/open-store.ts";
import { codeOf, freshStore } from "../store/fresh-store.ts";

const SPAN = { fromUtc: "2026-03-06T14:00:00.000Z", untilUtc: "2026-03-06T14:10:00.000Z" };

interface Talk {
  readonly opened: string;
  readonly ended: string | null;
  readonly reader?: string;
}

function addTalk(store: Store, { opened, ended, reader = "bench-1" }: Talk): string {
  const id = store.newId();
  store.transcripts.open({
    id,
    reader_id: reader,
    driver_id: "bio-rad",
    driver_version: "1",
    dialogue: "listen",
    request: '{"options":{}}',
    run_id: null,
    opened_at_utc: opened,
  });
  store.transcripts.append([
    {
      transcript_id: id,
      seq: 0,
      direction: "rx",
      bytes: Buffer.from([0, 13, 255]),
      at_utc: opened,
      mono_us: 1,
    },
  ]);
  if (ended !== null) store.transcripts.end(id, "done", null, ended);
  return id;
}

describe("the minutes before an incident", () => {
  test("hold every conversation that touches them, and those without an end", () => {
    const store = freshStore();
    addTalk(store, { opened: "2026-03-06T13:00:00.000Z", ended: "2026-03-06T13:00:05.000Z" });
    const wanted = [
      addTalk(store, { opened: "2026-03-06T13:01:00.000Z", ended: null }),
      addTalk(store, { opened: "2026-03-06T13:59:00.000Z", ended: "2026-03-06T14:00:01.000Z" }),
      addTalk(store, { opened: "2026-03-06T14:09:00.000Z", ended: "2026-03-06T14:30:00.000Z" }),
    ];
    addTalk(store, { opened: "2026-03-06T14:11:00.000Z", ended: null });
    addTalk(store, { opened: "2026-03-06T14:05:00.000Z", ended: null, reader: "bench-2" });
    const incident = exportIncident(store, "bench-1", SPAN);
    expect(incident.transcripts.map(({ id }) => id)).toEqual(wanted);
    expect(incident.transcripts[0]?.end).toBeNull();
    expect(incident.transcripts[1]?.end?.sha256).toBe(incident.transcripts[1]?.sha256);
  });

  test("come back from a file byte for byte", () => {
    const store = freshStore();
    addTalk(store, { opened: SPAN.fromUtc, ended: null });
    const written: unknown = JSON.parse(JSON.stringify(exportIncident(store, "bench-1", SPAN)));
    expect(isIncident(written)).toBe(true);
    const [shown] = shownFromIncident(parseIncident(written, "i.json"));
    expect([...(shown?.items[0]?.bytes ?? [])]).toEqual([0, 13, 255]);
  });

  test("with a changed byte are refused", () => {
    const store = freshStore();
    addTalk(store, { opened: SPAN.fromUtc, ended: null });
    const incident = exportIncident(store, "bench-1", SPAN);
    const changed = JSON.parse(JSON.stringify(incident).replace("ÿ", "þ"));
    expect(codeOf(() => parseIncident(changed, "i.json"))).toBe("TRANSCRIPT_INVALID");
  });

  test("of a reader that never spoke are an error that names those that did", () => {
    const store = freshStore();
    addTalk(store, { opened: SPAN.fromUtc, ended: null });
    expect(() => exportIncident(store, "bench-9", SPAN)).toThrow(/bench-9 .*bench-1/);
  });
});

/** The audit trail is found, taken away and proven whole over the API. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTrailService } from "../../src/api/trail-service.ts";
import type { TrailCheckView, TrailEntryView, TrailView } from "../../src/api/trail-views.ts";
import { sha256 } from "../../src/domain/canonical.ts";
import type { AuditRow } from "../../src/store/journal.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import { freshStore } from "../store/fresh-store.ts";
import { serveFakes } from "./serve-fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "platewarden-trail-"));
let store: Store;

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeAll(async () => {
  store = openStore(join(folder, "platewarden.sqlite"));
  await fillWithStudy(store);
  const audit = (actor: string, action: string, subject: string, detail: object) =>
    store.inTransaction(() =>
      store.journal.audit({ atUtc: store.nowUtc(), actor, action, subject, detail }),
    );
  audit("=HYPERLINK(1)", "person.password", "p1", { name: "<img src=x onerror=alert(1)>" });
});

const server = (of = store) => serveFakes({ services: { trail: createTrailService(of) } });

async function search(query: string): Promise<TrailView> {
  const answer = await server().inject(`/api/v1/trail?${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json<TrailView>();
}

describe("GET /trail", () => {
  test("gives every entry once, newest first, page after page", async () => {
    const seen: TrailEntryView[] = [];
    let before: number | null = Number.MAX_SAFE_INTEGER % 1_000_000_000;
    while (before !== null) {
      const page: TrailView = await search(`limit=7&before=${before}`);
      seen.push(...page.entries);
      before = page.before;
    }
    const all = store.journal.entries().map((row) => row.seq);
    expect(seen.map((entry) => entry.seq)).toEqual(all.toReversed());
  });

  test("finds by person, action and its family, subject, text and time", async () => {
    const runs = await search("action=run");
    expect(runs.total).toBeGreaterThan(0);
    expect(new Set(runs.entries.map((entry) => entry.action.split(".")[0]))).toEqual(
      new Set(["run"]),
    );
    expect((await search("action=ru")).total).toBe(0);
    expect((await search("actor=planner")).entries.map((one) => one.action)).toEqual([
      "plan.import",
    ]);
    const bound = await search("text=pLaTe.BiNd");
    expect(bound.entries.every((one) => one.action === "plate.bind")).toBe(true);
    const { subject, subjectName } = bound.entries[0] ?? { subject: "", subjectName: null };
    expect(store.plates.byBarcode(subjectName ?? "")?.id).toBe(subject);
    expect((await search(`subject=${subject}`)).total).toBeGreaterThan(0);
    expect((await search("until=2000-01-01T00:00:00Z")).total).toBe(0);
    expect((await search("from=2000-01-01T00:00:00%2B02:00")).total).toBe(
      store.journal.entries().length,
    );
  });

  test("finds what happened to a plate, on a reader and to a sample by their names", async () => {
    const { barcode } = store.plates.newest(1)[0] ?? { barcode: "" };
    const found = await search(`text=${barcode.toLowerCase()}&limit=100`);
    const actions = found.entries.map((one) => one.action);
    expect(actions).toEqual(
      expect.arrayContaining(["run.start", "run.captured", "reading.captured", "plate.bind"]),
    );
    const ofRuns = found.entries.filter((one) => /^(run|reading)\./.test(one.action));
    const readerId = store.runs.ofBarcode(barcode)[0]?.reader_id ?? "";
    for (const { sentence, subjectName } of ofRuns) {
      expect(subjectName).toBe(barcode);
      expect(sentence).toContain(barcode);
      expect(sentence).toContain(readerId);
    }
    const onReader = await search(`text=${readerId}&action=run`);
    expect(onReader.total).toBe((await search("action=run")).total);
    expect((await search("text=no-such-plate")).total).toBe(0);
  });

  test("takes wild cards and quotes for what they are", async () => {
    for (const text of ["%", "_", "'", '"; DROP TABLE audit; --', "\\"]) {
      const { entries } = await search(`text=${encodeURIComponent(text)}`);
      for (const entry of entries) {
        const told = `${entry.actor} ${entry.action} ${entry.subject} ${entry.sentence}`;
        const whole = `${told} ${JSON.stringify(entry.detail)}`;
        expect(whole).toContain(text === "\\" ? "\\" : text);
      }
    }
    expect((await search("action=%25")).total).toBe(0);
  });

  test.each(["limit=0", "limit=501", "before=-1", "from=yesterday", "color=red"])(
    "refuses %s",
    async (query) => {
      const answer = await server().inject(`/api/v1/trail?${query}`);
      expect(answer.json()).toMatchObject({ error: { code: "REQUEST_INVALID" } });
    },
  );

  test("is not for a technician", async () => {
    const bench = serveFakes({
      role: "technician",
      services: { trail: createTrailService(store) },
    });
    for (const url of ["/api/v1/trail", "/api/v1/trail/export?form=csv"]) {
      expect((await bench.inject(url)).json()).toMatchObject({ error: { code: "NOT_PERMITTED" } });
    }
  });
});

describe("GET /trail/export", () => {
  test("JSON lines hold the chain as it is hashed", async () => {
    const { body } = await server().inject("/api/v1/trail/export?form=jsonl");
    const rows = body
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as AuditRow);
    expect(rows).toEqual(store.journal.entries());
    let previous = "0".repeat(64);
    for (const row of rows) {
      const { seq, at_utc, actor, action, subject, detail, prev_sha256 } = row;
      expect(prev_sha256).toBe(previous);
      previous = sha256(JSON.stringify([seq, at_utc, actor, action, subject, detail, prev_sha256]));
      expect(row.sha256).toBe(previous);
    }
  });

  test("CSV holds a line each, and no cell that a spreadsheet takes for a formula", async () => {
    const { body } = await server().inject("/api/v1/trail/export?form=csv");
    const rows = parse(body, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(store.journal.entries().length);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
  });
});

describe("POST /trail/check", () => {
  const check = async (of: Store) =>
    (
      await server(of).inject({ method: "POST", url: "/api/v1/trail/check", payload: {} })
    ).json<TrailCheckView>();

  test("says whole of what is whole, and what was changed of what was", async () => {
    const own = freshStore();
    await fillWithStudy(own);
    expect(await check(own)).toMatchObject({
      whole: true,
      problems: [],
      entries: own.journal.entries().length,
    });
    const thief = new SqliteDatabase(own.file);
    thief.exec("DROP TRIGGER reading_fixed");
    thief.exec("UPDATE reading SET origin = 'unasked' WHERE rowid = 1");
    thief.close();
    const found = await check(own);
    expect(found.whole).toBe(false);
    expect(found.problems.join("\n")).toMatch(/trigger reading_fixed[\s\S]*reading .* is not what/);
  });
});

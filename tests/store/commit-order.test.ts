/** What was committed last counts and stands last, whatever the clock said: it goes from 2030 back to 2020 here. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import type { Store } from "../../src/store/open-store.ts";
import { freshFile, freshStore, withDatabase } from "./fresh-store.ts";
import { insertEverything, insertReading, insertSample, LAYOUT_SHA256 } from "./store-rows.ts";

const LATER = new Date("2030-01-01T00:00:00.000Z");
const EARLIER = new Date("2020-01-01T00:00:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: LATER });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two processes write in turn, of which each other one thinks it is ten years earlier. */
function inTurns(write: (store: Store, turn: number) => void, turns = 4): Store {
  const file = freshFile();
  const stores = [freshStore(file), freshStore(file)];
  insertEverything(stores[0] ?? freshStore());
  for (let turn = 0; turn < turns; turn += 1) {
    vi.setSystemTime(turn % 2 === 0 ? LATER : EARLIER);
    const store = stores[turn % 2];
    store?.inTransaction(() => write(store, turn));
  }
  vi.setSystemTime(EARLIER);
  return stores[1] ?? freshStore();
}

const TURNS = [0, 1, 2, 3];
const plateOf = (store: Store): string => store.plates.byBarcode("A-1")?.id ?? "";
const sampleOf = (store: Store): string => store.samples.byName("A")?.id ?? "";

/** What is written in a turn, and how it comes back, oldest first, as the numbers of the turns. */
const KINDS: Readonly<
  Record<
    string,
    {
      readonly write: (store: Store, turn: number) => void;
      readonly read: (store: Store) => readonly unknown[];
    }
  >
> = {
  masks: {
    write: (store, turn) =>
      store.plates.insertMask({
        id: store.newId(),
        plate_id: plateOf(store),
        well: "B2",
        action: turn % 2 === 0 ? "mask" : "unmask",
        reason: String(turn),
        by_name: "test",
        authorised_by: null,
        at_utc: store.nowUtc(),
      }),
    read: (store) =>
      store.plates
        .maskEvents(plateOf(store))
        .slice(1)
        .map(({ reason }) => Number(reason)),
  },
  turns: {
    write: (store, turn) => {
      const readingId = store.plates.versions(plateOf(store))[0]?.reading_id ?? "";
      store.turns.insert({
        id: store.newId(),
        plate_id: plateOf(store),
        reading_id: readingId,
        turn: "as-read",
        reason: String(turn),
        by_name: "test",
        authorised_by: null,
        at_utc: store.nowUtc(),
      });
    },
    read: (store) =>
      store.turns
        .ofPlate(plateOf(store))
        .slice(1)
        .map(({ reason }) => Number(reason)),
  },
  "choices of a reading": {
    write: (store, turn) =>
      store.review.insertChoice({
        id: store.newId(),
        plate_id: plateOf(store),
        version: 1,
        versions_then: 1,
        reason: String(turn),
        by_name: "test",
        authorised_by: null,
        at_utc: store.nowUtc(),
      }),
    read: (store) => store.review.choices(plateOf(store)).map(({ reason }) => Number(reason)),
  },
  comments: {
    write: (store, turn) =>
      store.review.insertComment({
        id: store.newId(),
        plate_id: plateOf(store),
        text: String(turn),
        person_id: "p",
        by_name: "test",
        at_utc: store.nowUtc(),
      }),
    read: (store) => store.review.comments(plateOf(store)).map(({ text }) => Number(text)),
  },
  signatures: {
    write: (store, turn) => {
      const auditSeq = store.journal.audit({
        atUtc: store.nowUtc(),
        actor: "test",
        action: "signature.given",
        subject: plateOf(store),
        detail: {},
      });
      store.review.insertRecord("3".repeat(64), "{}");
      store.review.insertSignature({
        id: store.newId(),
        plate_id: plateOf(store),
        person_id: "p",
        printed_name: "test",
        role: "reviewer",
        meaning: "approve",
        comment: String(turn),
        record_sha256: "3".repeat(64),
        trail_seq: 1,
        audit_seq: auditSeq,
        signed_at_utc: store.nowUtc(),
      });
    },
    read: (store) => store.review.signatures(plateOf(store)).map(({ comment }) => Number(comment)),
  },
  analyses: {
    write: (store, turn) => {
      const supersedes = store.analyses.current(sampleOf(store));
      store.analyses.insert({
        id: store.newId(),
        sample_id: sampleOf(store),
        supersedes: supersedes?.id ?? null,
        inputs: "{}",
        inputs_sha256: "",
        settings_sha256: "2".repeat(64),
        program_version: String(turn),
        provisional: 1,
        result: "{}",
        result_sha256: "",
        created_at_utc: store.nowUtc(),
      });
      expect(store.analyses.current(sampleOf(store))?.program_version).toBe(String(turn));
    },
    read: (store) =>
      [...store.analyses.all()].slice(1).map(({ program_version }) => Number(program_version)),
  },
  "entries of the audit trail": {
    write: (store, turn) =>
      void store.journal.audit({
        atUtc: store.nowUtc(),
        actor: "test",
        action: "turn",
        subject: String(turn),
        detail: {},
      }),
    read: (store) => {
      expect(store.journal.brokenAudit()).toBeNull();
      return store.journal
        .entries()
        .filter(({ action }) => action === "turn")
        .map(({ subject }) => Number(subject));
    },
  },
  changes: {
    write: (store, turn) => store.journal.change("turn", String(turn), store.nowUtc()),
    read: (store) =>
      store.journal
        .changesAfter(0)
        .filter(({ kind }) => kind === "turn")
        .map(({ subject }) => Number(subject)),
  },
  plates: {
    write: (store, turn) =>
      store.plates.insert({
        id: store.newId(),
        barcode: `T-${turn}`,
        sample_id: sampleOf(store),
        layout_sha256: LAYOUT_SHA256,
        created_at_utc: store.nowUtc(),
      }),
    read: (store) =>
      store.plates
        .newest(4)
        .map(({ barcode }) => Number(barcode.slice(2)))
        .reverse(),
  },
  samples: {
    write: (store, turn) => void insertSample(store, `T-${3 - turn}`),
    read: (store) =>
      store.samples
        .inOrder(store.samples.all().map(({ id }) => id))
        .slice(1)
        .map(({ name }) => 3 - Number(name.slice(2))),
  },
  tokens: {
    write: (store, turn) =>
      void createTokens({ store, nowMs: () => Date.now() }).add(
        { name: `T-${turn}`, scopes: ["look"] },
        "test",
      ),
    read: (store) => store.tokens.all().map(({ name }) => Number(name.slice(2))),
  },
  notices: {
    write: (store, turn) =>
      store.notices.insert({
        id: store.newId(),
        kind: "overdue",
        subject: String(turn),
        sentence: "",
        raised_at_utc: store.nowUtc(),
        ended_at_utc: null,
        plate_id: null,
        once: null,
      }),
    read: (store) =>
      store.notices
        .newest(4)
        .map(({ subject }) => Number(subject))
        .reverse(),
  },
  "settings in use": {
    write: (store, turn) => {
      const named = {
        name: `T-${turn}`,
        version: 1,
        reason: "",
        by_name: "",
        at_utc: store.nowUtc(),
      };
      store.settings.insertVersion({ ...named, sha256: "2".repeat(64) });
      store.settings.insertChoice(named);
      expect(store.settings.chosen()?.name).toBe(`T-${turn}`);
    },
    read: (store) =>
      store.settings
        .allChoices()
        .slice(1)
        .map(({ name }) => Number(name.slice(2))),
  },
};

describe.each(Object.entries(KINDS))("%s", (_, { write, read }) => {
  test("come back in the order in which they were committed", () => {
    const store = inTurns(write);
    expect(read(store)).toEqual(TURNS);
  });
});

test("of two readings the one that was stored later is the later one", () => {
  const ids: string[] = [];
  const store = inTurns((one) => void ids.push(insertReading(one)));
  expect([...store.readings.all()].slice(1).map(({ id }) => id)).toEqual(ids);
  expect(store.readings.newest(4).map(({ id }) => id)).toEqual([...ids].reverse());
  const [first = "", second = ""] = ids;
  expect(store.readings.isLater(second, first)).toBe(true);
  expect(store.readings.isLater(first, second)).toBe(false);
});

/** What statements are ordered by where that is a time or an id, as `file: words`. */
function ordersOfIdsAndTimes(): readonly string[] {
  const folder = join(import.meta.dirname, "../../src/store");
  const found = readdirSync(folder)
    // That one does harm to any two rows, to see whether it is found.
    .filter((name) => name.endsWith(".ts") && name !== "plant-change.ts")
    .flatMap((name) =>
      [...readFileSync(join(folder, name), "utf8").matchAll(/ORDER BY ([\w., ]+)/g)].map(
        ([, words = ""]) =>
          `${name}: ${words
            .replace(/ LIMIT.*$/, "")
            .replaceAll(/\b[a-z]\./g, "")
            .trim()}`,
      ),
    );
  return [...new Set(found.filter((one) => /_utc|\bid\b/.test(one)))].sort();
}

test("no statement is ordered by a time, but those that ask what is due, or by an id that is a text", () => {
  expect(ordersOfIdsAndTimes()).toEqual([
    "deliveries.ts: next_attempt_at_utc, rowid",
    // A number that counts up.
    "journal.ts: id",
    // What a person called them.
    "plates.ts: id, revision",
    "samples.ts: due_at_utc",
    "samples.ts: due_at_utc, plan_id, position",
  ]);
});

test.each(["VACUUM", "VACUUM INTO"])("%s keeps the order", (how) => {
  const ids: string[] = [];
  const { file } = inTurns((one) => void ids.push(insertReading(one)));
  const copy = freshFile();
  withDatabase(file, (db) => db.exec(how === "VACUUM" ? how : `VACUUM INTO '${copy}'`));
  withDatabase(how === "VACUUM" ? file : copy, (db) => {
    const order = db.prepare("SELECT id FROM reading ORDER BY rowid").pluck().all();
    expect(order.slice(1)).toEqual(ids);
  });
});

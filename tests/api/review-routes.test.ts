/** Decisions on plates over the API: who may, what is refused, and that nothing is half done. */
import { describe, expect, test } from "vitest";
import type { CallerSource } from "../../src/api/access-guard.ts";
import { createReviewService } from "../../src/api/review-service.ts";
import type { PreviewView, ReviewView } from "../../src/api/review-views.ts";
import type { TrailEntryView } from "../../src/api/trail-views.ts";
import { createWorklist } from "../../src/api/worklist.ts";
import { clockWatch } from "../../src/clock/clock-watch.ts";
import { PERMISSIONS_OF, type PersonRole } from "../../src/domain/person.ts";
import type { Store } from "../../src/store/open-store.ts";
import { study } from "../pipeline/paper-bench.ts";
import { plateOf, readAgain, reviewBench } from "../pipeline/review/review-bench.ts";
import { serveFakes } from "./serve-fakes.ts";

const PASSWORD = "violet formazan morning";

interface Somebody {
  readonly role?: PersonRole;
  readonly name?: string;
  readonly method?: "password" | "badge";
  readonly authorisedBy?: string | null;
  /** False: the session ends while the request is looked at. */
  readonly stands?: boolean;
}

function caller({
  role = "reviewer",
  name = "B. Visser",
  method = "password",
  authorisedBy = null,
  stands = true,
}: Somebody): CallerSource {
  return {
    stands: () => stands,
    spend: () => undefined,
    callerOf: () => ({
      kind: "person",
      personId: `id of ${name}`,
      name,
      role,
      sessionId: "s",
      method,
      authorisedBy,
      permissions: new Set([
        ...PERMISSIONS_OF[role],
        ...(authorisedBy === null ? [] : (["review"] as const)),
      ]),
    }),
  };
}

/** Asks as different people; `ask` gives the status and the body. */
function served(store: Store) {
  const review = createReviewService({
    store,
    settings: () => study.settings,
    verifyPassword: async (_, password) => password === PASSWORD,
    clock: clockWatch(),
    worklist: createWorklist(store),
  });
  return async <T>(path: string, body: object | null = null, who: Somebody = {}) => {
    const server = serveFakes({ services: { review }, callers: caller(who) });
    const url = `/api/v1/plates/${plateOf(store).barcode}/${path}`;
    const answer = await server.inject(
      body === null ? { url } : { method: "POST", url, payload: body },
    );
    return { status: answer.statusCode, body: answer.json<T & { error?: { code: string } }>() };
  };
}

const D4 = [{ wells: ["D4"], action: "mask" }];

describe("POST review/masks", () => {
  test("puts several wells out with one reason, and answers with the new record", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const before = await ask<ReviewView>("review");
    const { status, body } = await ask<ReviewView>("review/masks", {
      recordSha256: before.body.recordSha256,
      changes: [{ wells: ["D4", "D5"], action: "mask" }],
      reason: "bubble",
    });
    expect(status).toBe(200);
    expect(body.masks.map(({ well, by }) => [well, by])).toEqual([
      ["D4", "B. Visser"],
      ["D5", "B. Visser"],
    ]);
    expect(body.recordSha256).not.toBe(before.body.recordSha256);
  });

  test("refuses a page that is behind, with what changed, and does nothing of it", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    await ask("review/masks", { recordSha256, changes: D4, reason: "bubble" });
    const events = store.plates.allMaskEvents().length;
    const changes = [{ wells: ["E5"], action: "mask" }];
    const late = await ask("review/masks", { recordSha256, changes, reason: "hair" });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      error: {
        code: "RECORD_CHANGED",
        detail: { changes: expect.arrayContaining(["Well D4 is left out: “bubble”."]) },
      },
    });
    expect(store.plates.allMaskEvents()).toHaveLength(events);
  });

  test("takes no text that reads otherwise than it is stored", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const turned = await ask("review/comments", { text: "do \u202Eton esu" });
    expect(turned.body.error?.code).toBe("REQUEST_INVALID");
    expect(store.review.comments(plateOf(store).id)).toEqual([]);
  });

  test("does all or nothing, and takes no change without a reason", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const changes = [...D4, { wells: ["E5"], action: "unmask" }];
    const half = await ask("review/masks", { recordSha256, changes, reason: "bubble" });
    expect(half.body.error?.code).toBe("WELL_NOT_MASKED");
    const silent = await ask("review/masks", { recordSha256, changes: D4, reason: " " });
    expect(silent.body.error?.code).toBe("REQUEST_INVALID");
    expect(store.plates.allMaskEvents()).toEqual([]);
  });

  test("is for reviewers; what a supervisor lets a technician do once bears both names", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const order = { recordSha256, changes: D4, reason: "bubble" };
    const technician = { role: "technician", name: "A. Jansen" } as const;
    const refused = await ask("review/masks", order, technician);
    expect(refused.body.error?.code).toBe("NOT_PERMITTED");
    const allowed = await ask("review/masks", order, { ...technician, authorisedBy: "B. Visser" });
    expect(allowed.status).toBe(200);
    expect(store.plates.allMaskEvents()).toMatchObject([
      { by_name: "A. Jansen", authorised_by: "B. Visser" },
    ]);
  });
});

describe("POST review/preview", () => {
  test("says what would come of it, and stores nothing", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const entries = store.journal.entries().length;
    const { body } = await ask<PreviewView>("review/preview", { changes: D4 });
    expect(body.changed.length).toBeGreaterThan(0);
    expect(body.after.masks.map(({ well }) => well)).toEqual(["D4"]);
    expect(body.before.masks).toEqual([]);
    expect((await ask<ReviewView>("review")).body.recordSha256).toBe(recordSha256);
    expect(store.journal.entries()).toHaveLength(entries);
  });

  test("gives exactly what saving gives", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const preview = (await ask<PreviewView>("review/preview", { changes: D4 })).body;
    await ask("review/masks", { recordSha256, changes: D4, reason: "Tried out, not saved" });
    const saved = (await ask<PreviewView>("review/preview", { version: 1 })).body;
    expect(saved.error?.code).toBe("VERSION_COUNTS");
    const { before } = (await ask<PreviewView>("review/preview", { turn: "turned-180" })).body;
    expect(before.comparisons).toEqual(preview.after.comparisons);
  });
});

test("POST review/choice makes an earlier reading count", async () => {
  const bench = await reviewBench();
  await readAgain(bench, "06/03/2026 15:20:00");
  const ask = served(bench.store);
  const { recordSha256 } = (await ask<ReviewView>("review")).body;
  const order = { recordSha256, version: 1, reason: "the second has a bubble" };
  const { body } = await ask<ReviewView>("review/choice", order);
  expect(body.readings).toMatchObject([
    { version: 1, counts: true, chosen: { by: "B. Visser", reason: "the second has a bubble" } },
    { version: 2, counts: false, chosen: null },
  ]);
});

describe("POST review/signatures", () => {
  test("signs after the trail was opened, for the record that was shown; never keeps the password", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const order = { recordSha256, meaning: "approve", password: PASSWORD };
    expect((await ask("review/signatures", order)).body.error?.code).toBe("TRAIL_NOT_SEEN");
    const trail = (await ask<TrailEntryView[]>("trail")).body;
    expect(trail.map(({ action }) => action)).toContain("plate.bind");
    const wrong = await ask("review/signatures", { ...order, password: "wrong" });
    expect([wrong.status, wrong.body.error?.code]).toEqual([403, "SIGNATURE_PASSWORD_WRONG"]);
    const { body } = await ask<ReviewView>("review/signatures", order);
    expect(body).toMatchObject({
      state: "reviewed",
      signatures: [{ name: "B. Visser", role: "reviewer", standing: "holds", recordSha256 }],
    });
    expect(JSON.stringify(store.journal.entries())).not.toContain(PASSWORD);
  });

  test("is not for who was locked out or demoted while the password was compared", async () => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    await ask("trail");
    const order = { recordSha256, meaning: "approve", password: PASSWORD };
    const { body } = await ask("review/signatures", order, { stands: false });
    expect(body.error?.code).toBe("SESSION_ENDED");
    expect(store.review.allSignatures()).toEqual([]);
  });

  test.each([
    ["a technician", { role: "technician" }, "NOT_PERMITTED"],
    ["an administrator", { role: "administrator" }, "NOT_PERMITTED"],
    ["a reviewer who has scanned a badge", { method: "badge" }, "SIGNER_NOT_A_PERSON"],
  ] as const)("is not for %s", async (_, who, code) => {
    const { store } = await reviewBench();
    const ask = served(store);
    const { recordSha256 } = (await ask<ReviewView>("review")).body;
    const order = { recordSha256, meaning: "approve", password: PASSWORD };
    expect((await ask("review/signatures", order, who)).body.error?.code).toBe(code);
    expect(store.review.allSignatures()).toEqual([]);
  });
});

test("GET worklist answers with a view; a number that is none is refused", async () => {
  const { store } = await reviewBench();
  const ask = served(store);
  const list = await ask<{ rows: { barcode: string }[] }>("../../worklist");
  expect(list.body.rows.map(({ barcode }) => barcode)).toEqual(["A-1"]);
  expect((await ask("../../worklist?after=x")).status).toBe(400);
});

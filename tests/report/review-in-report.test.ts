/** Signatures and marks of changes, as they stand on paper. */
import { expect, test, vi } from "vitest";
import { chooseReading } from "../../src/pipeline/review/choose-reading.ts";
import { commentPlate } from "../../src/pipeline/review/comment-plate.ts";
import { plateReport, sampleReport } from "../../src/report/make-report.ts";
import type { Store } from "../../src/store/open-store.ts";
import {
  analyse,
  DE_WIT,
  mask,
  plateOf,
  readAgain,
  reviewBench,
  revoke,
  sign,
  VISSER,
} from "../pipeline/review/review-bench.ts";
import {
  flatText,
  HAS_POPPLER,
  misplacedWords,
  NO_POPPLER,
  pagesOf,
  wordsOf,
} from "./report-bench.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 30_000 });

const textOf = async (store: Store): Promise<string> =>
  flatText(await plateReport(store, plateOf(store)));

const printed = (utc: string): string => `${utc.slice(0, 10)} ${utc.slice(11, 19)} UTC`;

test.skipIf(!HAS_POPPLER)(
  `a plate that nobody has signed or changed says so${NO_POPPLER}`,
  async () => {
    const { store } = await reviewBench();
    const [first = ""] = pagesOf(await plateReport(store, plateOf(store)));
    expect(first).toMatch(/Signed +not signed /);
    expect(first).toContain("no: one reading, no mask of a person");
  },
);

test.skipIf(!HAS_POPPLER)(`what reviewers wrote stands on paper${NO_POPPLER}`, async () => {
  const { store } = await reviewBench();
  const said = { personId: VISSER.personId, by: VISSER.name };
  commentPlate(store, { plate: plateOf(store), text: "Do not use: wrong patient?", ...said });
  const text = await textOf(store);
  expect(text).toContain("Do not use: wrong patient?");
  expect(text).toMatch(/Comments.*B\. Visser/);
});

test.skipIf(!HAS_POPPLER)(
  `signatures stand with printed name, role, meaning, and time with its zone${NO_POPPLER}`,
  async () => {
    const { store } = await reviewBench();
    const first = await sign(store, VISSER, { comment: "curves look right" });
    const second = await sign(store, DE_WIT);
    const bytes = await plateReport(store, plateOf(store));
    const text = flatText(bytes);
    expect(text).toContain("This plate is approved by two persons.");
    for (const { printed_name, signed_at_utc } of [first, second]) {
      expect(text).toContain(printed_name);
      expect(text).toContain(printed(signed_at_utc));
    }
    expect(text).toContain("curves look right");
    expect(text).toContain(first.record_sha256);
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
    expect(flatText(await sampleReport(store, "A"))).toContain(
      "approved by two persons (B. Visser, C. de Wit)",
    );
  },
);

test.skipIf(!HAS_POPPLER)(
  `signatures that do not hold any more stay, with how they ended${NO_POPPLER}`,
  async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    mask(store, "D4");
    const { id } = await sign(store, DE_WIT, { meaning: "reject" });
    await revoke(store, DE_WIT, id, { reason: "wrong plate" });
    const text = await textOf(store);
    expect(text).toContain("not signed: earlier signatures do not hold any more");
    expect(text).toMatch(/no: changed at \d{4}-\d\d-\d\d/);
    expect(text).toMatch(/no: revoked by C\. de Wit at .{23}: wrong plate/);
  },
);

test.skipIf(!HAS_POPPLER)(
  `changes since the first reading are counted and listed; the chosen reading counts${NO_POPPLER}`,
  async () => {
    const bench = await reviewBench();
    const { store } = bench;
    await readAgain(bench, "06/03/2026 15:20:00");
    mask(store, "D4");
    const said = { reason: "second has a bubble", by: "B. Visser", authorisedBy: null };
    chooseReading(store, { plate: plateOf(store), version: 1, ...said });
    analyse(store);
    const text = await textOf(store);
    expect(text).toContain(
      "Δ yes: 2 readings, 1 mask put on or off by people, reading chosen once",
    );
    expect(text).toContain("1 (counts)");
    expect(text).not.toContain("2 (counts)");
    expect(text).toContain("version 1 counts");
    expect(text).toContain("second has a bubble");
  },
);

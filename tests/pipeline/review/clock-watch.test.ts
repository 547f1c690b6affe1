import { expect, test } from "vitest";
import { clockWatch } from "../../../src/clock/clock-watch.ts";
import { tellOfClock } from "../../../src/pipeline/review/watch-clock.ts";
import { freshStore } from "../../store/fresh-store.ts";
import { refusalOf, reviewBench, revoke, sign, VISSER } from "./review-bench.ts";

/** Two clocks in the test's hand. */
function clocks() {
  const now = { wallMs: 1_000_000, steadyMs: 5_000 };
  const watch = clockWatch({ wallMs: () => now.wallMs, steadyMs: () => now.steadyMs });
  return { now, watch };
}

test("clocks that go on together give no doubt, nor does a small drift", () => {
  const { now, watch } = clocks();
  now.wallMs += 3_600_000;
  now.steadyMs += 3_600_000;
  expect(watch.doubt()).toBeNull();
  now.wallMs += 60_000;
  expect(watch.doubt()).toBeNull();
});

test.each([
  [61_000, "forward by 61 s"],
  [-7_200_000, "back by 2 h"],
])(
  "a jump of %i ms gives doubt, which stays when the clock is put right again",
  (jumpMs, words) => {
    const { now, watch } = clocks();
    now.wallMs += jumpMs;
    expect(watch.doubt()).toContain(words);
    now.wallMs -= jumpMs;
    expect(watch.doubt()).toContain(words);
  },
);

test("nobody can sign or revoke while the clock is in doubt, and one notice tells of it", async () => {
  const { store } = await reviewBench();
  const { id } = await sign(store, VISSER);
  const { now, watch } = clocks();
  now.wallMs += 90_000;
  expect(await refusalOf(sign(store, VISSER, { parts: { clock: watch } }))).toBe("CLOCK_DOUBTFUL");
  expect(await refusalOf(revoke(store, VISSER, id, { parts: { clock: watch } }))).toBe(
    "CLOCK_DOUBTFUL",
  );
  expect(store.review.endOf(id)).toBeNull();
  expect(store.notices.standingOf("clock-doubtful")).toHaveLength(1);
});

test("the notice comes also while nobody signs, once", () => {
  const store = freshStore();
  const { now, watch } = clocks();
  tellOfClock(store, watch);
  expect(store.notices.standingOf("clock-doubtful")).toEqual([]);
  now.wallMs -= 90_000;
  tellOfClock(store, watch);
  tellOfClock(store, watch);
  expect(store.notices.standingOf("clock-doubtful")).toMatchObject([
    { sentence: expect.stringContaining("put back by 90 s") },
  ]);
});

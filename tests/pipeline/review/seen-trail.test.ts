import { expect, test } from "vitest";
import { commentPlate } from "../../../src/pipeline/review/comment-plate.ts";
import { hasSeenTrail, openTrail } from "../../../src/pipeline/review/plate-trail.ts";
import { DE_WIT, mask, plateOf, reviewBench, VISSER } from "./review-bench.ts";

test("what somebody did themselves they need not open the trail for; what others did they must", async () => {
  const { store } = await reviewBench();
  const plate = plateOf(store);
  expect(hasSeenTrail(store, plate, VISSER)).toBe(false);
  openTrail(store, plate, VISSER.personId);
  openTrail(store, plate, DE_WIT.personId);
  commentPlate(store, { plate, text: "Seen.", personId: VISSER.personId, by: VISSER.name });
  expect(hasSeenTrail(store, plate, VISSER)).toBe(true);
  expect(hasSeenTrail(store, plate, DE_WIT)).toBe(false);
  mask(store, "D4");
  expect(hasSeenTrail(store, plate, VISSER)).toBe(false);
});

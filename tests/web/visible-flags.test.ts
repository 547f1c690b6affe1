import { describe, expect, it } from "vitest";
import type { FlagView } from "../../src/api/views.ts";
import { visibleFlags } from "../../src/web/parts/visible-flags.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";

function flagged(kind: FlagView["kind"], minute: number): FlagView {
  const [flag] = createFakeBench().bench().flags;
  if (flag === undefined) throw new Error("the fake bench has no flag");
  const raisedAtUtc = `2025-03-14T10:${String(minute).padStart(2, "0")}:00.000Z`;
  return { ...flag, kind, id: `${kind} ${minute}`, raisedAtUtc };
}

const idsOf = (flags: readonly FlagView[]) => flags.map((flag) => flag.id);

describe("the flags that are shown", () => {
  it("are combinations before quality, each as they come", () => {
    const { always, rest } = visibleFlags([
      flagged("quality", 9),
      flagged("combination", 2),
      flagged("quality", 3),
      flagged("combination", 1),
    ]);
    expect(idsOf(always)).toEqual(["combination 2", "combination 1", "quality 9", "quality 3"]);
    expect(rest).toEqual([]);
  });

  it("never hide a combination, however many there are", () => {
    const combinations = [1, 2, 3, 4, 5, 6].map((minute) => flagged("combination", minute));
    const { always, rest } = visibleFlags([flagged("quality", 59), ...combinations]);
    expect(always).toHaveLength(6);
    expect(idsOf(rest)).toEqual(["quality 59"]);
  });
});

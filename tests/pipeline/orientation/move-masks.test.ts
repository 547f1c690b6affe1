import { describe, expect, test } from "vitest";
import type { PlateTurn } from "../../../src/domain/plate-turn.ts";
import { maskWell } from "../../../src/pipeline/mask-well.ts";
import { sayTurn } from "../../../src/pipeline/orientation/say-turn.ts";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { standingMasks } from "../../../src/pipeline/sample-evidence.ts";
import { verifyStore } from "../../../src/pipeline/verify-store.ts";
import { codeOf } from "../../store/fresh-store.ts";
import { type ReadClassic, readAgain, readClassic } from "./turned-plate.ts";

const by = "B. Visser";

function mask({ bench, plateId }: ReadClassic, well: string): void {
  maskWell(bench.store, { plateId, well, action: "mask", reason: "pipetted twice", by });
}

function say({ bench, plateId }: ReadClassic, turn: PlateTurn): void {
  sayTurn(bench.store, { plateId, turn, reason: "A1 was right below", by, authorisedBy: null });
}

function choose({ bench, plateId }: ReadClassic, version: number): void {
  const plate = bench.store.plates.byId(plateId);
  if (plate === null) throw new Error("there is no plate");
  chooseReading(bench.store, { plate, version, reason: "the better one", by, authorisedBy: null });
}

const reread = (read: ReadClassic, turn: PlateTurn) =>
  readAgain(read, turn, { clock: "06/03/2026 16:00:00", rereadReason: "once more" });
const masked = ({ bench, plateId }: ReadClassic) =>
  standingMasks(bench.store, plateId).map(({ well }) => well);

describe("masks of a plate that was read twice", () => {
  test("stay on their wells when only the second reading lay turned", async () => {
    const read = await readClassic("as-read");
    mask(read, "C5");
    await reread(read, "turned-180");
    say(read, "turned-180");
    expect(masked(read)).toEqual(["C5"]);
  });

  test("are where they were when the first reading is chosen again", async () => {
    const read = await readClassic("turned-180");
    mask(read, "B3");
    say(read, "turned-180");
    expect(masked(read)).toEqual(["G10"]);
    await reread(read, "turned-180");
    say(read, "turned-180");
    expect(masked(read)).toEqual(["G10"]);
    choose(read, 1);
    expect(masked(read)).toEqual(["G10"]);
    say(read, "as-read");
    expect(masked(read)).toEqual(["B3"]);
    expect(verifyStore(read.bench.store).findings).toEqual([]);
  });

  test("go with the numbers of the reading that counted when they were put on", async () => {
    const read = await readClassic("as-read");
    mask(read, "C5");
    await reread(read, "turned-180");
    mask(read, "A2");
    say(read, "turned-180");
    expect(masked(read)).toEqual(["C5", "H11"]);
    choose(read, 1);
    mask(read, "D4");
    choose(read, 2);
    say(read, "mirrored-left-right");
    expect(masked(read)).toEqual(["C5", "D4", "A11"]);
  });

  test.each([
    ["where the mask of another reading is", "F8", "C5"],
    ["from a well that was masked for both", "C5", "C5"],
  ])("cannot go %s: saying so is refused and nothing is stored", async (_, second, named) => {
    const read = await readClassic("as-read");
    mask(read, "C5");
    await reread(read, "turned-180");
    mask(read, second);
    const { store } = read.bench;
    const before = store.journal.entries().length;
    expect(codeOf(() => say(read, "turned-180"))).toBe("MASKS_IN_THE_WAY");
    expect(() => say(read, "turned-180")).toThrow(
      /\([A-H]\d to [A-H]\d\): one of these wells .* Take these masks off first/,
    );
    expect(store.journal.entries()).toHaveLength(before);
    expect(store.turns.ofPlate(read.plateId)).toEqual([]);
    const off = { plateId: read.plateId, action: "unmask" as const, reason: "to turn it", by };
    maskWell(store, { ...off, well: named });
    say(read, "turned-180");
    expect(masked(read)).toEqual(second === "C5" ? [] : ["C5"]);
  });
});

import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DRIVERS, SERVER_DRIVERS } from "../../drivers/index.ts";
import { requireSimulator, SIMULATORS } from "../../src/bench-tools/simulators.ts";
import { startSimulated } from "../../src/bench-tools/start-simulated.ts";

const ORDER = {
  pty: null,
  tcp: null,
  timeScale: null,
  model: null,
  own: [],
  faults: [],
  plate: null,
};

describe("simulators", () => {
  test("there is one for every driver", () => {
    const drivers = [...DRIVERS, ...SERVER_DRIVERS].map((driver) => driver.id);
    const simulated = SIMULATORS.map((facts) => facts.id);
    expect(drivers.filter((id) => !simulated.includes(id))).toEqual([]);
  });

  test.each(SIMULATORS)("$id is a program with faults to choose from", (facts) => {
    expect(existsSync(facts.main)).toBe(true);
    expect(Object.keys(facts.faults).length).toBeGreaterThan(3);
  });

  test("an unknown one is refused with what was probably meant", () => {
    expect(() => requireSimulator("biorad")).toThrow(/bio-rad/);
  });

  test.each([
    ["a fault it does not have", { ...ORDER, faults: ["sulk"] }, /no fault sulk/],
    ["a model it does not have", { ...ORDER, model: "681" }, /no model 681/],
  ])("%s is refused before anything is started", async (_, order, words) => {
    await expect(startSimulated(requireSimulator("bio-rad"), order)).rejects.toThrow(words);
  });
});

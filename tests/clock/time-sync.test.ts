import { expect, test } from "vitest";
import { timeSync } from "../../src/clock/time-sync.ts";

/** Programs that are there with what they print; the others cannot be run. */
const programs = (printed: Readonly<Record<string, string>>) => async (program: string) => {
  const text = printed[program];
  if (text === undefined) throw new Error(`${program}: not found`);
  return text;
};

const CHRONY =
  "A29FC87B,162.159.200.123,4,1700000000.1,-0.000012345,0.000001,0.00002,-1.2,0.01,0.02,0.01,0.0005,64.2,Normal\n";
const nowhere = () => false;

test("chrony tells of the synchronisation and how far the clock is off", async () => {
  const told = await timeSync(programs({ chronyc: CHRONY, timedatectl: "no\n" }), nowhere);
  expect(told).toEqual({ isSynchronised: true, offsetMs: -0.012345, toldBy: "chronyc" });
});

test("a chrony that has no server says that it is not synchronised", async () => {
  const text = CHRONY.replace("Normal", "Not synchronised");
  expect(await timeSync(programs({ chronyc: text }), nowhere)).toMatchObject({
    isSynchronised: false,
    offsetMs: null,
  });
});

test.each([
  ["yes\n", true],
  ["no\n", false],
])("timedatectl is asked where there is no chrony: %j", async (text, isSynchronised) => {
  expect(await timeSync(programs({ timedatectl: text }), nowhere)).toMatchObject({
    isSynchronised,
    toldBy: "timedatectl",
  });
});

test("what systemd leaves behind counts where nothing answers, and else nothing is said", async () => {
  const silent = programs({ timedatectl: "Failed to connect to bus" });
  expect(await timeSync(silent, () => true)).toMatchObject({ isSynchronised: true });
  expect(await timeSync(silent, nowhere)).toEqual({
    isSynchronised: null,
    offsetMs: null,
    toldBy: null,
  });
});

import { BehaviorSubject } from "rxjs";
import { expect, onTestFinished, test } from "vitest";
import { logReaders } from "../../src/daemon/log-readers.ts";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import type { SupervisedReader } from "../../src/instrument/supervised-reader.ts";
import { makeLogger } from "../../src/observe/logger.ts";
import { freshStore } from "../store/fresh-store.ts";

const START: ReaderStatus = {
  readerId: "bench-1",
  state: "ready",
  sentence: "Ready.",
  sinceUtc: "2026-03-06T14:00:00.000Z",
  identity: null,
  progress: null,
};

function logged() {
  const lines: { level: number; msg: string; reader: string }[] = [];
  const to = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const status$ = new BehaviorSubject(START);
  const readers = [{ id: "bench-1", status$ } as unknown as SupervisedReader];
  const following = logReaders(freshStore(), readers, makeLogger({ level: "debug", to }));
  onTestFinished(() => following.unsubscribe());
  const show = (state: ReaderStatus["state"], sentence: string): void =>
    status$.next({ ...START, state, sentence });
  return { lines, show };
}

test("a reader that stays lost is warned of once, and again for another reason", () => {
  const { lines, show } = logged();
  for (const wait of ["0.3", "0.5", "1"]) {
    show("unreachable", `The cable is out. Tries again in ${wait} s.`);
    show("connecting", "Connecting.");
  }
  show("unreachable", "Somebody else has the port. Tries again in 2 s.");
  show("ready", "Ready.");
  show("unreachable", "Somebody else has the port. Tries again in 0.3 s.");
  const told = lines.filter(({ level }) => level > 20).map(({ level, msg }) => [level, msg]);
  expect(told).toEqual([
    [30, "Ready."],
    [40, "The cable is out. Tries again in 0.3 s."],
    [40, "Somebody else has the port. Tries again in 2 s."],
    [30, "Ready."],
    [40, "Somebody else has the port. Tries again in 0.3 s."],
  ]);
  expect(new Set(lines.map(({ reader }) => reader))).toEqual(new Set(["bench-1"]));
});

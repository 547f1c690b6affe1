import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Config } from "../../src/daemon/config.ts";
import { tellOfStart, tellOfStop } from "../../src/daemon/tell-of-start.ts";
import { sha256 } from "../../src/domain/canonical.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { freshFolder, freshStore } from "../store/fresh-store.ts";

function bench() {
  const store = freshStore();
  const file = join(freshFolder(), "platewarden.toml");
  const start = (text: string | null): void => {
    if (text !== null) writeFileSync(file, text);
    const config = { readers: [], folders: [], ...(text === null ? {} : { file }) };
    tellOfStart(store, config as unknown as Config);
  };
  const actions = () => store.journal.entries().map(({ action }) => action);
  return { store, start, actions };
}

test("the trail tells of every start and stop, and of a configuration when it is another one", () => {
  const { store, start, actions } = bench();
  start("one");
  tellOfStop(store);
  start("one");
  start("two");
  start("one");
  expect(actions()).toEqual([
    "configuration.use",
    "daemon.start",
    "daemon.stop",
    "daemon.start",
    "configuration.use",
    "daemon.start",
    "configuration.use",
    "daemon.start",
  ]);
  expect(store.configurations.all().map(({ source }) => source)).toEqual(["one", "two", "one"]);
  const [first, , , , second] = store.journal.entries();
  expect(JSON.parse(first?.detail ?? "")).toMatchObject({ sha256: sha256("one"), before: null });
  expect(JSON.parse(second?.detail ?? "")).toMatchObject({ before: sha256("one") });
  expect(verifyStore(store).findings).toEqual([]);
});

test("a daemon without a file of its own starts without one", () => {
  const { store, start, actions } = bench();
  start(null);
  expect(actions()).toEqual(["daemon.start"]);
  expect(store.configurations.newest()).toBeNull();
});

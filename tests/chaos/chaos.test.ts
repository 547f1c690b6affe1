import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { checkAllReaders } from "./check-all-readers.ts";
import { checkChaos } from "./check-chaos.ts";
import { playAllReaders } from "./play-all-readers.ts";
import { playChaos } from "./play-chaos.ts";

const folder = mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The short versions of what `npm run chaos` does. */
test("a daemon killed while plates are read loses no byte, no plate, and gives none to the wrong run", async () => {
  const record = await playChaos({
    folder: join(folder, "kills"),
    kills: 4,
    seed: 20150401,
    say: () => undefined,
  });
  const { passed, failures } = await checkChaos(
    databaseFile(join(folder, "kills", "data")),
    record,
  );
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}, 180_000);

test("readers of all kinds on failing lines, a folder and OPC-UA lose and double no plate", async () => {
  const place = join(folder, "all-readers");
  const options = { folder: place, readers: 5, plates: 20, seed: 20150401, say: () => undefined };
  const record = await playAllReaders(options);
  const { passed, failures } = await checkAllReaders(databaseFile(join(place, "data")), record);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(60);
}, 240_000);

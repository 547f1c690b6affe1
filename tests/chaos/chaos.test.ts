import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { checkChaos } from "./check-chaos.ts";
import { playChaos } from "./play-chaos.ts";

const folder = mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The short version of `npm run chaos`. */
test("a daemon killed while plates are read loses no byte, no plate, and gives none to the wrong run", async () => {
  const record = await playChaos({ folder, kills: 4, seed: 20150401, say: () => undefined });
  const { passed, failures } = checkChaos(databaseFile(join(folder, "data")), record);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}, 180_000);

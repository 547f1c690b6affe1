import { existsSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { readAddress } from "../../src/bench-tools/ask-daemon.ts";
import { databaseFile, SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { freezeLayout } from "../../src/pipeline/identify-plate.ts";
import { settingsInUse } from "../../src/pipeline/settings-in-use.ts";
import { holdFolder } from "../../src/store/hold-folder.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { configFor, start } from "./started-daemon.ts";

describe("a daemon", () => {
  test("makes its data folder, says where it works, and takes that back when it stops", async () => {
    const folder = join(freshFolder(), "new", "data");
    const daemon = await start(configFor(folder));
    const address = join(folder, "daemon.json");
    expect(readAddress(folder)).toEqual({
      pid: process.pid,
      url: daemon.url,
      secret: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(statSync(address).mode & 0o777).toBe(0o600);
    expect(settingsInUse(daemon.store)).toMatchObject({
      label: "configuration@1",
      settings: DEFAULT_SETTINGS,
    });
    expect((await fetch(`${daemon.url}/api/v1/health`)).status).toBe(200);
    await daemon.stop();
    expect(existsSync(address)).toBe(false);
    holdFolder(folder).release();
  });

  test("says at once that a layout is not what plates were read with", async () => {
    const folder = freshFolder();
    const [layout] = loadLayouts(SHIPPED_LAYOUTS).layouts;
    if (layout === undefined) throw new Error("no layout is shipped");
    const store = openStore(databaseFile(folder));
    store.inTransaction(() => freezeLayout(store, layout));
    store.close();
    const same = await start(configFor(folder), [layout]);
    expect(same.service.bench().problems).toEqual([]);
    await same.stop();
    const changed = await start(configFor(folder), [{ ...layout, sha256: "0".repeat(64) }]);
    expect(changed.service.bench().problems).toEqual([
      expect.stringMatching(new RegExp(`^Layout ${layout.id} revision 1 is not what it was`)),
    ]);
  });

  test("is the only one on its data folder", async () => {
    const folder = freshFolder();
    const first = await start(configFor(folder));
    await expect(start(configFor(folder))).rejects.toMatchObject({ code: "DATA_FOLDER_IN_USE" });
    expect((await fetch(`${first.url}/api/v1/health`)).status).toBe(200);
  });

  test("says what is wrong with a reader and goes on trying", async () => {
    const daemon = await start(configFor(freshFolder()));
    const unreachable = new Promise<string>((resolve) => {
      daemon.readers[0]?.status$.subscribe(({ state, sentence }) => {
        if (state === "unreachable") resolve(sentence);
      });
    });
    expect(await unreachable).toMatch(
      /^tcp:\/\/127\.0\.0\.1:1 cannot be opened: .* Tries again in/,
    );
  });
});

describe("a daemon that cannot start leaves nothing open", () => {
  test("where its anchors know entries of a database that is gone", async () => {
    const folder = freshFolder();
    const daemon = await start(configFor(folder));
    await daemon.stop();
    const file = databaseFile(folder);
    renameSync(file, join(freshFolder(), "moved.sqlite"));
    await expect(start(configFor(folder))).rejects.toMatchObject({ code: "STORE_GONE" });
    holdFolder(folder).release();
    expect(existsSync(file)).toBe(false);
  });

  test("where its page cannot be served", async () => {
    const folder = freshFolder();
    const config = configFor(folder, {
      web: { host: "192.0.2.1", port: 8480, lockAfterMs: 600_000 },
    });
    await expect(start(config)).rejects.toMatchObject({ code: "WEB_NOT_SERVED" });
    holdFolder(folder).release();
    expect(existsSync(join(folder, "platewarden.sqlite-wal"))).toBe(false);
  });

  test("where its data folder is a file", async () => {
    const file = join(freshFolder(), "data");
    writeFileSync(file, "");
    await expect(start(configFor(file))).rejects.toMatchObject({ code: "STORE_NOT_WRITABLE" });
  });

  test("where its database is none", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "platewarden.sqlite"), Buffer.alloc(4096, 7));
    await expect(start(configFor(folder))).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    holdFolder(folder).release();
  });
});

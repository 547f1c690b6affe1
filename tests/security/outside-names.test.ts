/** Names and paths that come from outside lead nowhere else: addresses, downloads, layouts, links, archives. */
import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, onTestFinished, test } from "vitest";
import { fileNameFor } from "../../src/api/file-name.ts";
import { unpackWorkbook } from "../../src/instrument/exports/workbook-parts.ts";
import { watchFolder } from "../../src/instrument/watch-folder.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { serveFakes } from "../api/serve-fakes.ts";
import { freshFolder } from "../store/fresh-store.ts";

const LEADING_OUT = [
  "../secret.txt",
  "..%2fsecret.txt",
  "%2e%2e/secret.txt",
  "%2e%2e%2fsecret.txt",
  "..%5csecret.txt",
  "....//secret.txt",
  "assets/../../secret.txt",
  "assets/..%2f..%2fsecret.txt",
  "assets/%2e%2e/%2e%2e/secret.txt",
  "/secret.txt",
  "..%c0%afsecret.txt",
  "..%252fsecret.txt",
  "secret.txt%00.html",
];

describe("addresses of pages", () => {
  test.each(LEADING_OUT)("%s gives nothing of what lies outside their folder", async (path) => {
    const folder = mkdtempSync(join(tmpdir(), "platewarden-pages-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const webRoot = join(folder, "dist");
    mkdirSync(join(webRoot, "assets"), { recursive: true });
    writeFileSync(join(webRoot, "index.html"), "<!doctype html>");
    writeFileSync(join(folder, "secret.txt"), "what nobody may read");
    const app = serveFakes({ webRoot });
    onTestFinished(() => app.close());
    const answer = await app.inject({ url: `/${path}`, headers: { host: "localhost" } });
    expect(answer.body).not.toContain("what nobody may read");
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe("names of files that are made of what people type", () => {
  test("hold nothing that leads elsewhere or breaks a header", () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 100 }), (units) => {
        expect(fileNameFor(String.fromCharCode(...units))).toMatch(/^[A-Za-z0-9._-]*$/);
      }),
    );
    expect(fileNameFor('../../etc/passwd"\r\nset-cookie: a')).not.toMatch(/[/"\r\n]/);
  });

  test.each(["../evil", "a/b", "..", ".hidden/../x", "a\0b", "C:\\x", "con\n"])(
    "a layout cannot be called %j",
    (id) => {
      const text = `schema = "platewarden-layout/1"\nid = ${JSON.stringify(id)}\nrevision = 1\n`;
      const { layout, problems } = checkLayoutText(text);
      expect(layout).toBeNull();
      expect(problems.some(({ severity }) => severity === "error")).toBe(true);
    },
  );
});

describe("links", () => {
  function watch(folder: string) {
    const taken: string[] = [];
    let nowMs = 0;
    const watched = watchFolder({
      id: "exports",
      path: folder,
      endings: [],
      lookEveryMs: 10,
      settleMs: 0,
      nowMs: () => {
        nowMs += 1000;
        return nowMs;
      },
      port: {
        keep: async ({ name }) => {
          taken.push(name);
          return { isNew: true, plates: 0, problem: null };
        },
      },
    });
    return { watched, taken };
  }

  test("in a folder of exports are followed to files and never into other folders", async () => {
    const outside = freshFolder();
    mkdirSync(join(outside, "deep"));
    writeFileSync(join(outside, "deep", "plate.txt"), "outside");
    const folder = freshFolder();
    symlinkSync(join(outside, "deep"), join(folder, "linked"));
    symlinkSync(folder, join(folder, "loop"));
    symlinkSync("/dev/zero", join(folder, "endless.txt"));
    symlinkSync(join(outside, "none"), join(folder, "dangling.txt"));
    writeFileSync(join(folder, "own.txt"), "inside");
    const { watched, taken } = watch(folder);
    await watched.look();
    await watched.look();
    expect(taken).toEqual(["own.txt"]);
    expect(readdirSync(outside)).toEqual(["deep"]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "of somebody else to what is not theirs to read are not followed (only root can make one)",
    async () => {
      const secret = join(freshFolder(), "daemon.json");
      writeFileSync(secret, "the secret of commands");
      chmodSync(secret, 0o600);
      const folder = freshFolder();
      const link = join(folder, "stolen.txt");
      symlinkSync(secret, link);
      lchownSync(link, 65_534, 65_534);
      const { watched, taken } = watch(folder);
      await watched.look();
      await watched.look();
      expect(taken).toEqual([]);
      expect(watched.status$.value.problems.join()).toMatch(/stolen\.txt: it is a link to a file/);
      chmodSync(secret, 0o644);
      await watched.look();
      await watched.look();
      expect(taken).toEqual(["stolen.txt"]);
    },
  );

  test("in the folder of layouts show no more of what they lead to than what is wrong with it", () => {
    const folder = freshFolder();
    const secret = join(freshFolder(), "shadow");
    writeFileSync(secret, "root:$6$secretsecret:19000:0:99999\n");
    symlinkSync(secret, join(folder, "stolen.toml"));
    const { layouts, files } = loadLayouts(folder);
    expect(layouts).toEqual([]);
    expect(JSON.stringify(files.map(({ problems }) => problems))).not.toContain("$6$secretsecret");
  });
});

describe("entries of a workbook's archive", () => {
  test("with names that lead elsewhere are names and nothing more: nothing is written", async () => {
    const before = readdirSync(tmpdir()).length;
    const bytes = zipSync({
      "../../evil.xml": new Uint8Array([60]),
      "/etc/evil.xml": new Uint8Array([60]),
      "xl/workbook.xml": new Uint8Array([60]),
    });
    const parts = unpackWorkbook(bytes);
    expect([...parts.keys()]).toContain("xl/workbook.xml");
    expect(readdirSync(tmpdir()).length).toBe(before);
  });
});

/** The layout workshop over the API: looked at, checked, drawn, imported and saved in a folder of its own. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type {
  DrawnLayoutView,
  ImportedLayoutView,
  LayoutCheckView,
  LayoutListView,
  LayoutSummaryView,
  LayoutTextView,
} from "../../src/api/layout-views.ts";
import { layoutWorkshop } from "../../src/api/layout-workshop.ts";
import { sha256 } from "../../src/domain/canonical.ts";
import type { PersonRole } from "../../src/domain/person.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import type { Store } from "../../src/store/open-store.ts";
import { freshFolder, freshStore } from "../store/fresh-store.ts";
import { serveFakes } from "./serve-fakes.ts";

const SHIPPED = join(import.meta.dirname, "../../plate-layouts");
const ID = "combination-classic-1plate";
const REASON = "For patients with few cells.";
const first = readFileSync(join(SHIPPED, `${ID}.r1.toml`), "utf8");
const asRevision = (revision: number) =>
  first.replace(/^revision = 1$/mu, `revision = ${revision}`);
const withWrongRole = (text: string) => text.replace(/^(role *= )"blank"/mu, '$1"blnk"');

interface Workshop {
  readonly role?: PersonRole;
  readonly closedBecause?: string | null;
  /** The store as the workshop sees it. */
  readonly seen?: (store: Store, folder: string) => Store;
}

function begin({ role = "reviewer", closedBecause = null, seen }: Workshop = {}) {
  const folder = freshFolder();
  copyFileSync(join(SHIPPED, `${ID}.r1.toml`), join(folder, `${ID}.r1.toml`));
  const store = freshStore();
  const catalogue = layoutCatalogue(loadLayouts(folder).layouts);
  const layouts = layoutWorkshop({
    store: seen?.(store, folder) ?? store,
    folder,
    closedBecause,
    layouts: catalogue,
  });
  const server = serveFakes({ services: { layouts }, role });
  const post = (path: string, payload: object) =>
    server.inject({ method: "POST", url: `/api/v1/layouts${path}`, payload });
  return {
    folder,
    store,
    catalogue,
    post,
    get: (path = "") => server.inject(`/api/v1/layouts${path}`),
    save: (text: string, reason = REASON) => post("", { text, reason }),
    files: () => readdirSync(folder).sort(),
    saves: () => store.journal.entries().filter((row) => row.action === "layout.save"),
  };
}

/** Plates have been read with the text's revision. */
function use(store: Store, text: string): void {
  const { layout } = checkLayoutText(text);
  if (layout === null) throw new Error("not a layout");
  const { id, revision, title, sha256: hash } = layout;
  store.inTransaction(() =>
    store.plates.insertLayout({
      sha256: hash,
      id,
      revision,
      title,
      body: JSON.stringify(layout),
      used_at_utc: store.nowUtc(),
    }),
  );
}

describe("looking", () => {
  test("lists every revision, what is used, what is faulty, and whether saving is possible", async () => {
    const { folder, store, get, save } = begin();
    expect((await save(asRevision(2))).statusCode).toBe(201);
    writeFileSync(join(folder, "broken.r1.toml"), "schema = 1\n");
    use(store, first);
    const answer = (await get()).json<LayoutListView>();
    expect(answer.layouts).toMatchObject([
      { id: ID, revision: 1, used: true, newest: false },
      { id: ID, revision: 2, used: false, newest: true, file: `${ID}.r2.toml` },
    ]);
    expect(answer.layouts[0]?.wells).toHaveLength(96);
    expect(answer.faulty).toEqual([
      { file: "broken.r1.toml", problems: expect.stringMatching(/error/u) },
    ]);
    expect(answer.canSave).toEqual({ yes: true, why: null });
  });

  test("gives one revision as its text and what it means; 404 for one there is not", async () => {
    const { get } = begin();
    const view = (await get(`/${ID}/1`)).json<LayoutTextView>();
    expect(view.text).toBe(first);
    expect(view.sha256).toBe(checkLayoutText(first).layout?.sha256);
    expect(view.check.drawing?.wells).toHaveLength(96);
    for (const path of [`/${ID}/7`, "/nothing/1"]) {
      const answer = await get(path);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ error: { code: "LAYOUT_UNKNOWN" } });
    }
    expect((await get(`/${ID}/0`)).statusCode).toBe(400);
  });
});

describe("working on a text", () => {
  test("checks it with places and wells, compared with a revision, and saves nothing", async () => {
    const { post, files } = begin();
    const text = withWrongRole(first);
    const { findings, plates } = (await post("/check", { text })).json<LayoutCheckView>();
    expect(plates).toBeNull();
    const finding = findings.find((one) => one.severity === "error");
    expect(finding?.line).toBe(text.split("\n").findIndex((line) => line.includes("blnk")) + 1);
    const same = await post("/check", { text: asRevision(2), against: { id: ID, revision: 1 } });
    expect(same.json<LayoutCheckView>().differences).toEqual([]);
    const unknown = await post("/check", { text, against: { id: ID, revision: 9 } });
    expect(unknown.statusCode).toBe(404);
    expect(files()).toEqual([`${ID}.r1.toml`]);
  });

  test("writes the file of a drawing, which means the same", async () => {
    const { get, post } = begin();
    const { check, sha256: hash } = (await get(`/${ID}/1`)).json<LayoutTextView>();
    const answer = await post("/draw", check.drawing ?? {});
    expect(answer.statusCode).toBe(200);
    const drawn = answer.json<DrawnLayoutView>();
    expect(drawn.check.plates?.map((plate) => plate.sha256)).toEqual([hash]);
    expect(drawn.text).toContain("[picture]");
  });

  test("refuses a drawing with a bare number, a strange well or a well twice", async () => {
    const { get, post } = begin();
    const { check } = (await get(`/${ID}/1`)).json<LayoutTextView>();
    const drawing = check.drawing;
    const [well] = drawing?.wells ?? [];
    for (const wells of [
      [{ ...well, prednisolone: "250" }],
      [{ ...well, well: "Z9" }],
      [well, well],
    ]) {
      expect((await post("/draw", { ...drawing, wells })).statusCode).toBe(400);
    }
  });

  test("takes over a table, and refuses one without units by line", async () => {
    const { post, files } = begin();
    const table = (head: string) => `well,role,arm,${head}\nA1,blank,,\nA2,treated,vehicle,250\n`;
    const imported = async (head: string) =>
      (
        await post("/import", { source: "csv", text: table(head), id: "taken-over" })
      ).json<ImportedLayoutView>();
    expect((await imported("prednisolone (ug/mL)")).text).toContain('id       = "taken-over"');
    const refused = await imported("prednisolone");
    expect(refused.text).toBeNull();
    expect(refused.findings.find((one) => one.severity === "error")).toMatchObject({
      line: 3,
      wells: ["A2"],
    });
    expect(refused.remarks.join("\n")).toMatch(/line 3 \(A2\): error: "250" has no unit/u);
    expect(files()).toEqual([`${ID}.r1.toml`]);
  });
});

describe("saving", () => {
  test("writes the next revision whole, once, known to the daemon and told in the trail", async () => {
    const { folder, save, files, catalogue, saves } = begin();
    const text = asRevision(2);
    const answer = await save(text);
    expect(answer.statusCode).toBe(201);
    const summary = answer.json<LayoutSummaryView>();
    expect(summary).toMatchObject({ id: ID, revision: 2, used: false, newest: true });
    expect(files()).toEqual([`${ID}.r1.toml`, `${ID}.r2.toml`]);
    expect(readFileSync(join(folder, `${ID}.r2.toml`), "utf8")).toBe(text);
    expect(catalogue.require(ID).revision).toBe(2);
    const [entry, ...others] = saves();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ actor: "A. Jansen", subject: `${ID} r2` });
    expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
      sha256: summary.sha256,
      fileSha256: sha256(text),
      reason: REASON,
    });
  });

  test("refuses every revision but the next, and says which that is", async () => {
    const { save, files, folder, saves } = begin();
    for (const revision of [1, 3, 99]) {
      const answer = await save(asRevision(revision));
      expect(answer.statusCode).toBe(409);
      expect(answer.json()).toMatchObject({
        error: { code: "LAYOUT_REVISION_TAKEN", detail: { id: ID, revision, next: 2 } },
      });
    }
    expect(files()).toEqual([`${ID}.r1.toml`]);
    expect(readFileSync(join(folder, `${ID}.r1.toml`), "utf8")).toBe(first);
    expect(saves()).toEqual([]);
  });

  test("does not take the place of a faulty file", async () => {
    const { save, folder } = begin();
    writeFileSync(join(folder, `${ID}.r2.toml`), "half a fi");
    expect((await save(asRevision(2))).json()).toMatchObject({ error: { detail: { next: 3 } } });
    expect((await save(asRevision(3))).statusCode).toBe(201);
  });

  test("refuses a layout with errors, and writes nothing", async () => {
    const { save, files, saves } = begin();
    const answer = await save(withWrongRole(asRevision(2)));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ error: { code: "LAYOUT_INVALID" } });
    expect((await save("this is no TOML")).statusCode).toBe(422);
    expect(files()).toEqual([`${ID}.r1.toml`]);
    expect(saves()).toEqual([]);
  });

  test("needs a reason", async () => {
    const { save, files } = begin();
    expect((await save(asRevision(2), "   new    ")).statusCode).toBe(400);
    expect(files()).toEqual([`${ID}.r1.toml`]);
  });

  test("leaves a used revision frozen, even when its file has gone", async () => {
    const { save, store, folder, files } = begin();
    use(store, first);
    rmSync(join(folder, `${ID}.r1.toml`));
    const answer = await save(first);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ error: { detail: { next: 2 } } });
    expect(files()).toEqual([]);
    expect((await save(asRevision(2))).statusCode).toBe(201);
  });

  test("is not for technicians, unless a supervisor lets them", async () => {
    const { save, get, files } = begin({ role: "technician" });
    expect((await get()).statusCode).toBe(200);
    const answer = await save(asRevision(2));
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      error: { code: "NOT_PERMITTED", detail: { authorisable: true, needs: "layouts" } },
    });
    expect(files()).toEqual([`${ID}.r1.toml`]);
  });

  test("twice at once: one is saved, the other told the next number", async () => {
    const { save, files, saves, folder } = begin();
    const texts = ["Mine", "Yours"].map((who) => `# ${who}\n${asRevision(2)}`);
    const answers = await Promise.all(texts.map((text) => save(text)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
    const won = texts[answers.findIndex((answer) => answer.statusCode === 201)];
    const lost = answers.find((answer) => answer.statusCode === 409);
    expect(lost?.json()).toMatchObject({ error: { detail: { next: 3 } } });
    expect(readFileSync(join(folder, `${ID}.r2.toml`), "utf8")).toBe(won);
    expect(files()).toHaveLength(2);
    expect(saves()).toHaveLength(1);
  });

  test("never overwrites what another program puts there at that moment", async () => {
    const theirs = "# theirs\n";
    const { save, saves, folder, files } = begin({
      seen: (store, place) => ({
        ...store,
        journal: {
          ...store.journal,
          change: (...words) => {
            writeFileSync(join(place, `${ID}.r2.toml`), theirs);
            return store.journal.change(...words);
          },
        },
      }),
    });
    const answer = await save(asRevision(2));
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ error: { detail: { next: 3 } } });
    expect(readFileSync(join(folder, `${ID}.r2.toml`), "utf8")).toBe(theirs);
    expect(files()).toHaveLength(2);
    expect(saves()).toEqual([]);
  });

  test("is not there when the trail cannot tell of it", async () => {
    const { save, folder, catalogue } = begin({
      seen: (store) => ({
        ...store,
        inTransaction: (work) =>
          store.inTransaction(() => {
            work();
            throw new Error("the disk is full");
          }),
      }),
    });
    expect((await save(asRevision(2))).statusCode).toBe(500);
    expect(existsSync(join(folder, `${ID}.r2.toml`))).toBe(false);
    expect(catalogue.all()).toHaveLength(1);
  });
});

describe("where nothing can be saved", () => {
  const closed = "These are the layouts that came with the program.";

  test("the list says why, and saving is refused", async () => {
    const { get, save, files } = begin({ closedBecause: closed });
    expect((await get()).json<LayoutListView>().canSave).toEqual({ yes: false, why: closed });
    const answer = await save(asRevision(2));
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ error: { code: "LAYOUT_NOT_SAVED", message: closed } });
    expect(files()).toEqual([`${ID}.r1.toml`]);
  });

  test("a folder that has gone is told, and not made again", async () => {
    const { get, save, folder } = begin();
    rmSync(folder, { recursive: true });
    expect((await get()).json()).toMatchObject({ error: { code: "FILE_UNREADABLE" } });
    const answer = await save(asRevision(2));
    expect(answer.json()).toMatchObject({ error: { code: "LAYOUT_NOT_SAVED" } });
    expect(existsSync(folder)).toBe(false);
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)(
    `a folder without the right to write is told${isRoot ? " (not as root, who may write everywhere)" : ""}`,
    async () => {
      const { get, save, folder } = begin();
      chmodSync(folder, 0o500);
      try {
        expect((await get()).json<LayoutListView>().canSave).toMatchObject({ yes: false });
        expect((await save(asRevision(2))).statusCode).toBe(503);
      } finally {
        chmodSync(folder, 0o700);
      }
    },
  );
});

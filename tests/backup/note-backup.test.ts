import { expect, test, vi } from "vitest";
import { noteDrill, noteFailed, noteMade } from "../../src/backup/note-backup.ts";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { keptBench, makeSetOf } from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const full = new PlatewardenError("BACKUP_FULL", "The disk of the backups is full.");

test("a failure is told once with what to do, until a set is made", async () => {
  const bench = await keptBench();
  const { store, sets } = bench;
  noteFailed(store, sets, full, "daemon");
  noteFailed(store, sets, full, "daemon");
  expect(store.notices.standingOf("backup-failed")).toMatchObject([
    {
      subject: "backup",
      sentence: expect.stringMatching(
        /^No backup was made\. The disk of the backups is full\. Free space/,
      ),
    },
  ]);
  const made = await makeSetOf(bench);
  noteMade(store, made, "A. Berg");
  expect(store.notices.standingOf("backup-failed")).toEqual([]);
  const entry = store.journal.entriesOf(["backup"]).find(({ action }) => action === "backup.made");
  expect(entry?.actor).toBe("A. Berg");
  expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
    set: made.manifest.name,
    verified: true,
    auditSeq: made.manifest.content.audit?.seq,
    databaseSha256: made.manifest.files[0]?.sha256,
  });
});

test("a drill is in the trail with what differed", async () => {
  const { store } = await keptBench();
  noteDrill(
    store,
    {
      set: "/sets/platewarden-20260306T140000123Z-3f9a2c1d",
      madeAtUtc: "2026-03-06T14:00:00.123Z",
      same: false,
      steps: [{ name: "put back", findings: ["a row is missing"], tookMs: 1 }],
      tookMs: 2,
    },
    "A. Berg",
  );
  const detail = store.journal.lastAudit()?.detail ?? "";
  expect(JSON.parse(detail)).toMatchObject({ same: false, findings: ["a row is missing"] });
});

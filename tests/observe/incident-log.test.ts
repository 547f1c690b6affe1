import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { incidentLog } from "../../src/observe/incident-log.ts";
import { noteIncident } from "../../src/observe/note-incident.ts";
import type { Store } from "../../src/store/open-store.ts";
import { codeOf, freshStore } from "../store/fresh-store.ts";

const AT = "2026-03-06T14:00:00.000Z";
const DISK = { part: "disk", code: "disk-low", sentence: "It is nearly full.", beganAtUtc: AT };

/** The same store; it refuses while `refusing.now` is true. */
function refusingStore(): { store: Store; refusing: { now: boolean } } {
  const store = freshStore();
  const refusing = { now: false };
  const inTransaction: Store["inTransaction"] = (work) => {
    if (refusing.now) throw new PlatewardenError("STORE_FULL", "The disk is full.");
    return store.inTransaction(work);
  };
  return { store: { ...store, inTransaction }, refusing };
}

describe("an incident", () => {
  test("lasts from its beginning to its end, both in the audit trail", () => {
    const store = freshStore();
    const log = incidentLog(store);
    log.begin(DISK);
    expect(store.incidents.open()).toMatchObject([{ part: "disk", began_at_utc: AT }]);
    log.end("disk", "It is well again.");
    expect(store.incidents.open()).toEqual([]);
    expect(store.incidents.newest(1)).toMatchObject([{ end_sentence: "It is well again." }]);
    const actions = store.journal.entries().map(({ action }) => action);
    expect(actions).toEqual(["incident.began", "incident.ended"]);
    expect(store.journal.brokenAudit()).toBeNull();
  });

  test("that goes on is not begun twice, also over a restart of the daemon", () => {
    const store = freshStore();
    incidentLog(store).begin(DISK);
    const later = incidentLog(store);
    later.begin(DISK);
    later.endLeftOver("It was over.");
    expect(store.incidents.newest(9)).toMatchObject([{ ended_at_utc: null }]);
  });

  test("that nothing has shown since the daemon was started again is ended", () => {
    const store = freshStore();
    incidentLog(store).begin(DISK);
    const later = incidentLog(store);
    later.begin({ ...DISK, code: "disk-full" });
    later.endLeftOver("It was over.");
    expect(store.incidents.newest(9).map((one) => [one.code, one.end_sentence])).toEqual([
      ["disk-full", null],
      ["disk-low", "It was over."],
    ]);
  });

  test("of another code of the same part stays when one of them ends", () => {
    const store = freshStore();
    const log = incidentLog(store);
    log.begin(DISK);
    log.begin({ ...DISK, code: "disk-full" });
    log.end("disk", "It is well again.", "disk-full");
    expect(store.incidents.open()).toMatchObject([{ code: "disk-low" }]);
  });

  test("in which nothing can be stored is written afterwards, with the time it began", () => {
    const { store, refusing } = refusingStore();
    const log = incidentLog(store);
    refusing.now = true;
    log.begin({ ...DISK, part: "store", code: "store-refuses" });
    log.end("store", "It is well again.");
    expect(log.flush()).toBe(false);
    expect(store.incidents.newest(9)).toEqual([]);
    refusing.now = false;
    expect(log.flush()).toBe(true);
    const [written] = store.incidents.newest(9);
    expect(written).toMatchObject({ began_at_utc: AT, end_sentence: "It is well again." });
    expect(Date.parse(written?.noticed_at_utc ?? "")).toBeGreaterThan(Date.parse(AT));
  });

  test("that is over when it is found is written with its end", () => {
    const store = freshStore();
    const end = { sentence: "The daemon was started again.", atUtc: "2026-03-06T15:00:00.000Z" };
    incidentLog(store).add({ ...DISK, part: "daemon", code: "unclean-stop" }, end);
    expect(store.incidents.newest(1)).toMatchObject([{ ended_at_utc: end.atUtc }]);
  });
});

describe("a note", () => {
  test("stands beside its incident with who wrote it, and in the audit trail", () => {
    const store = freshStore();
    incidentLog(store).begin(DISK);
    const id = store.incidents.newest(1)[0]?.id ?? "";
    noteIncident(store, id, "Old exports removed.", "A. Jansen");
    expect(store.incidents.notes(id)).toMatchObject([
      { text: "Old exports removed.", by_name: "A. Jansen" },
    ]);
    expect(store.journal.lastAudit()).toMatchObject({
      actor: "A. Jansen",
      action: "incident.note",
    });
  });

  test("on an incident that is not there is refused", () => {
    expect(codeOf(() => noteIncident(freshStore(), "none", "a", "A. Jansen"))).toBe(
      "INCIDENT_UNKNOWN",
    );
  });
});

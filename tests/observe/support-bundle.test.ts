import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { incidentLog } from "../../src/observe/incident-log.ts";
import { maskNames } from "../../src/observe/mask-names.ts";
import { noteIncident } from "../../src/observe/note-incident.ts";
import { type BundleParts, supportBundle } from "../../src/observe/support-bundle.ts";
import { raiseNotice } from "../../src/pipeline/raise-notice.ts";
import type { Store } from "../../src/store/open-store.ts";
import { freshStore } from "../store/fresh-store.ts";
import { AT, insertEverything } from "../store/store-rows.ts";

/** Each in a place of its own, so that what is found says where it came from. */
const MARKED = {
  barcode: "BARCODE-ZZ-1",
  planned: "PLANNED-ZZ-2",
  sample: "Sample Zz 3",
  patient: "PATIENT-ZZ-4",
  person: "Zita Zuniga",
  badge: "BADGE-ZZ-5",
  operator: "Oskar Zander",
  noter: "Nora Zimmer",
  token: "token-zz-6",
  file: "zz-export-7.txt",
} as const;

function plant(store: Store): void {
  insertEverything(store);
  store.samples.insert({
    id: "sample-zz",
    name: MARKED.sample,
    patient: MARKED.patient,
    ras_status: "wild type",
    mutated_genes: "[]",
    blasts_day4_percent: null,
    plan_id: null,
    closed_at_utc: null,
    closed_by: null,
    created_at_utc: AT,
  });
  const audit = (actor: string, detail: object): number =>
    store.journal.audit({ atUtc: AT, actor, action: "run.start", subject: "run-zz", detail });
  audit(MARKED.operator, { barcode: MARKED.barcode });
  audit(MARKED.person, { sample: MARKED.sample });
  const log = incidentLog(store);
  const sentence = `Reader bench-1 was lost with plate ${MARKED.barcode} of ${MARKED.sample}.`;
  log.begin({ part: "reader bench-1", code: "reader-lost", sentence, beganAtUtc: AT });
  const id = store.incidents.newest(1)[0]?.id ?? "";
  noteIncident(store, id, `Called ${MARKED.patient}.`, MARKED.noter);
  raiseNotice(store, { kind: "overdue", subject: MARKED.barcode, sentence });
}

const NAMES = Object.entries(MARKED).map(([kind, name]) => ({ kind, name }));

function bundle(more: Partial<BundleParts> = {}): Uint8Array {
  const store = freshStore();
  plant(store);
  const everything = Object.values(MARKED).join(" ");
  return supportBundle({
    store,
    mask: maskNames([...store.privateNames.all(), ...NAMES], "key of the bench"),
    madeAtUtc: AT,
    configuration: {
      // A comment of the file is not among these; a path may hold a name.
      data: `data/${MARKED.barcode}`,
      mail: { from: "zz-secret@lab.example", password_file: "zz-secret" },
    },
    doctor: [{ check: "data", sentence: `Not well: ${everything}` }],
    health: {
      problems: [everything],
      [MARKED.barcode]: MARKED.person,
      // A file that could not be taken is in no table.
      parts: [{ part: "folder exports", code: "files-not-taken", sentence: "zz-secret.txt" }],
    },
    metrics: `# ${everything}\n`,
    log: `${JSON.stringify({ barcode: MARKED.barcode, msg: everything })}\nno JSON: ${everything}\n`,
    transcripts: null,
    ...more,
  });
}

function filesOf(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}

describe("a support bundle", () => {
  test("holds none of the names that stand anywhere, nor a secret", () => {
    const zip = bundle();
    const text = Object.entries(filesOf(zip)).flat().join("\n").toLowerCase();
    const found = [...Object.values(MARKED), "zz-secret"].filter((name) =>
      text.includes(name.toLowerCase()),
    );
    expect(found).toEqual([]);
    // Nor do its bytes, where a small file may lie as it is.
    const raw = Buffer.from(zip).toString("latin1").toLowerCase();
    expect(Object.values(MARKED).filter((name) => raw.includes(name.toLowerCase()))).toEqual([]);
  });

  test("finds every name of the store by itself", () => {
    const store = freshStore();
    plant(store);
    const known = new Set([...store.privateNames.all()].map(({ name }) => name));
    for (const key of ["sample", "patient", "person", "operator", "noter"] as const) {
      expect(known).toContain(MARKED[key]);
    }
    expect(known).not.toContain("daemon");
  });

  test("calls the same plate the same in all of its files", () => {
    const files = filesOf(bundle());
    const word = /barcode-[0-9a-f]{10}/.exec(files["log.jsonl"] ?? "")?.[0] ?? "none";
    expect(files["incidents.json"]).toContain(word);
    expect(files["doctor.json"]).toContain(word);
  });

  test("has a manifest that lists what is in it, with sizes and hashes", () => {
    const files = filesOf(bundle());
    const manifest = JSON.parse(files["manifest.json"] ?? "") as {
      files: { name: string; about: string; bytes: number; sha256: string }[];
    };
    const names = Object.keys(files).filter((name) => name !== "manifest.json");
    expect(manifest.files.map(({ name }) => name).sort()).toEqual(names.sort());
    for (const { name, about, bytes, sha256: hash } of manifest.files) {
      expect(about).not.toBe("");
      expect([bytes, hash]).toEqual([
        Buffer.byteLength(files[name] ?? ""),
        sha256(files[name] ?? ""),
      ]);
    }
  });

  test("counts the audit trail and the tables, and tells what went wrong", () => {
    const files = filesOf(bundle());
    expect(JSON.parse(files["audit-counts.json"] ?? "")).toMatchObject({ "run.start": 2 });
    expect(JSON.parse(files["tables.json"] ?? "")).toMatchObject({ incident: 1 });
    expect(JSON.parse(files["incidents.json"] ?? "")).toMatchObject([
      { part: "reader bench-1", code: "reader-lost", notes: 1 },
    ]);
  });

  test("without a log in a file says how to add it; without a store it is made all the same", () => {
    const files = filesOf(bundle({ log: null, store: null, health: null, metrics: null }));
    expect(files["log.txt"]).toContain("journalctl");
    expect(Object.keys(files)).not.toContain("tables.json");
    expect(files["health.json"]?.trim()).toBe("null");
  });

  test("has the bytes of a reader only when it was asked for them, and says so", () => {
    expect(Object.keys(filesOf(bundle())).filter((name) => name.startsWith("trans"))).toEqual([]);
    const incident = { transcripts: [{ sha256: "0" }] };
    const files = filesOf(bundle({ transcripts: { reader: "bench-1", incident } }));
    expect(JSON.parse(files["transcripts-bench-1.json"] ?? "")).toEqual(incident);
    expect(files["manifest.json"]).toContain("values of plates");
  });
});

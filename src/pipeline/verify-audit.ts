/** Rows against the audit trail: what people and the daemon did must be what the rows say, and nothing else. */
import type { Store } from "../store/open-store.ts";
import type { SettingsVersionRow } from "../store/settings.ts";
import { annotationFindings } from "./annotations/verify-annotations.ts";
import { turnFindings } from "./orientation/verify-turns.ts";
import { reviewFindings } from "./review/verify-signatures.ts";

type Detail = Readonly<Record<string, unknown>>;

interface Entry {
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly detail: Detail;
}

function entriesOf(store: Store): readonly Entry[] {
  return store.journal.entries().map((row) => ({
    action: row.action,
    subject: row.subject,
    actor: row.actor,
    detail: JSON.parse(row.detail) as Detail,
  }));
}

/** Names of the fields in which the row is not what the trail tells. */
function differing(told: Detail, row: object, fields: Readonly<Record<string, string>>): string[] {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.entries(fields)
    .filter(([inTrail, inRow]) => told[inTrail] !== values.get(inRow))
    .map(([, inRow]) => inRow);
}

function readingFindings(store: Store, entries: readonly Entry[]): string[] {
  const told = new Map(
    entries
      .filter((entry) => entry.action.startsWith("reading."))
      .map((entry) => [entry.subject, entry]),
  );
  const findings: string[] = [];
  for (const row of store.readings.all()) {
    const entry = told.get(row.id);
    told.delete(row.id);
    const fits =
      entry !== undefined &&
      (entry.detail.transcriptSha256 ?? null) === row.transcript_sha256 &&
      (entry.detail.document ?? null) === row.document_sha256 &&
      entry.detail.origin === row.origin &&
      entry.detail.runId === row.run_id;
    if (!fits) findings.push(`reading ${row.id} is not what the audit trail tells`);
  }
  return [...findings, ...[...told.keys()].map((id) => `reading ${id} is gone`)];
}

function bindingFindings(store: Store, entries: readonly Entry[]): string[] {
  const versions = new Map(store.plates.allVersions().map((row) => [row.reading_id, row]));
  const findings = entries
    .filter((entry) => entry.action === "plate.bind")
    .flatMap(({ subject, detail }) => {
      const version = versions.get(String(detail.readingId));
      const plate = store.plates.byId(subject);
      versions.delete(String(detail.readingId));
      if (version === undefined || plate === null) return [`a version of plate ${subject} is gone`];
      const fields = [
        ...differing(detail, plate, {
          barcode: "barcode",
          sampleId: "sample_id",
          layoutSha256: "layout_sha256",
        }),
        ...differing(detail, version, {
          runId: "run_id",
          by: "bound_by",
          because: "bound_because",
          rereadReason: "reread_reason",
          barReason: "bar_reason",
          version: "version",
        }),
      ];
      return fields.map(
        (field) => `plate ${plate.barcode}: ${field} is not what the audit trail tells`,
      );
    });
  const extra = [...versions.values()].map(
    (row) => `a version of plate ${row.plate_id} was never bound`,
  );
  return [...findings, ...extra];
}

function maskFindings(store: Store, entries: readonly Entry[]): string[] {
  const rows = store.plates.allMaskEvents();
  const told = entries.filter(
    (entry) => entry.action === "well.mask" || entry.action === "well.unmask",
  );
  if (rows.length !== told.length) {
    return [`${rows.length} maskings are stored, the audit trail tells of ${told.length}`];
  }
  return told.flatMap((entry, index) => {
    const row = rows[index];
    const fits =
      row !== undefined &&
      `well.${row.action}` === entry.action &&
      row.plate_id === entry.subject &&
      row.by_name === entry.actor &&
      row.well === entry.detail.well &&
      row.authorised_by === (entry.detail.authorisedBy ?? null) &&
      row.reason === entry.detail.reason;
    return fits
      ? []
      : [
          `the mask on ${String(entry.detail.well)} of plate ${entry.subject} is not what the audit trail tells`,
        ];
  });
}

function runFindings(store: Store, entries: readonly Entry[]): string[] {
  const rows = new Map(store.runs.all().map((row) => [row.id, row]));
  const findings = entries
    .filter((entry) => entry.action === "run.start")
    .flatMap(({ subject, detail }) => {
      const row = rows.get(subject);
      rows.delete(subject);
      if (row === undefined) return [`run ${subject} is gone`];
      const fields = [
        "reader_id",
        "barcode",
        "sample_id",
        "layout_sha256",
        "operator",
        "reread_reason",
        "requested_at_utc",
      ];
      return differing(detail, row, Object.fromEntries(fields.map((field) => [field, field]))).map(
        (field) => `run ${subject}: ${field} is not what the audit trail tells`,
      );
    });
  return [...findings, ...[...rows.keys()].map((id) => `run ${id} was never started`)];
}

interface ToldSample {
  readonly name: string;
  readonly patient: string;
  readonly ras: string;
  readonly blastsDay4Percent: number | null;
}

function sampleFindings(store: Store, entries: readonly Entry[]): string[] {
  const planned = entries
    .filter((entry) => entry.action === "plan.import")
    .flatMap((entry) => (entry.detail.samples ?? []) as readonly ToldSample[]);
  const byPlan = new Map<string, unknown>(
    planned.map((told) => [told.name, told.blastsDay4Percent]),
  );
  const entered = new Map(
    entries
      .filter((entry) => entry.action === "sample.blasts")
      .map((entry) => [entry.subject, entry.detail.after]),
  );
  const findings = planned.flatMap((told) => {
    const row = store.samples.byName(told.name);
    const fits = row !== null && row.patient === told.patient && row.ras_status === told.ras;
    return fits ? [] : [`sample ${told.name} is not what its plan says`];
  });
  for (const row of store.samples.all()) {
    const blasts = entered.has(row.id) ? entered.get(row.id) : (byPlan.get(row.name) ?? null);
    if (blasts !== row.blasts_day4_percent) {
      findings.push(`sample ${row.name}: its blasts are not what the audit trail tells`);
    }
  }
  return findings;
}

function analysisFindings(store: Store, entries: readonly Entry[]): string[] {
  const told = new Map(
    entries
      .filter((entry) => entry.action === "analysis.computed")
      .map((entry) => [entry.subject, entry.detail]),
  );
  const findings: string[] = [];
  for (const row of store.analyses.all()) {
    const detail = told.get(row.id);
    told.delete(row.id);
    const fields = {
      inputsSha256: "inputs_sha256",
      settingsSha256: "settings_sha256",
      resultSha256: "result_sha256",
      programVersion: "program_version",
    };
    const fits =
      detail !== undefined &&
      differing(detail, row, fields).length === 0 &&
      detail.provisional === (row.provisional === 1);
    if (!fits) findings.push(`analysis ${row.id} is not what the audit trail tells`);
  }
  return [...findings, ...[...told.keys()].map((id) => `analysis ${id} is gone`)];
}

const MADE_OF_DOCUMENT = /^document\.(?:plates|quarantined|superseded|dismissed)$/;

function documentFindings(store: Store, entries: readonly Entry[]): string[] {
  const told = new Map(
    entries
      .filter((entry) => MADE_OF_DOCUMENT.test(entry.action))
      .map((entry) => [String(entry.detail.interpretation), entry]),
  );
  const findings: string[] = [];
  for (const row of store.documents.allInterpretations()) {
    const entry = told.get(row.id);
    told.delete(row.id);
    const fields = {
      arrival: "arrival_id",
      importer: "importer_id",
      code: "code",
      sentence: "sentence",
    };
    const fits =
      entry?.action === `document.${row.outcome}` &&
      entry.subject === row.document_sha256 &&
      entry.actor === row.by_name &&
      differing(entry.detail, row, fields).length === 0;
    if (!fits) {
      findings.push(
        `what was made of document ${row.document_sha256} is not what the audit trail tells`,
      );
    }
  }
  return [...findings, ...[...told.keys()].map((id) => `interpretation ${id} is gone`)];
}

function noticeFindings(store: Store, entries: readonly Entry[]): string[] {
  const idsOf = (action: string): ReadonlySet<string> =>
    new Set(
      entries
        .filter((entry) => entry.action === action)
        .map((entry) => String(entry.detail.notice)),
    );
  const raised = idsOf("notice.raised");
  const ended = idsOf("notice.ended");
  return store.notices
    .all()
    .filter((row) => !raised.has(row.id) || ended.has(row.id) !== (row.ended_at_utc !== null))
    .map((row) => `the notice on ${row.subject} is not what the audit trail tells`);
}

/** Versions of settings and the choices of them, each in the order in which the trail tells of them. */
function settingsFindings(store: Store, entries: readonly Entry[]): string[] {
  const versions = new Map(
    store.settings
      .all()
      .map((row): [string, SettingsVersionRow] => [`${row.name}@${row.version}`, row]),
  );
  const findings = entries
    .filter((entry) => entry.action === "settings.save")
    .flatMap(({ subject, actor, detail }) => {
      const row = versions.get(subject);
      versions.delete(subject);
      if (row === undefined) return [`settings ${subject} are gone`];
      const fits = row.by_name === actor && differing(detail, row, SETTINGS_FIELDS).length === 0;
      return fits ? [] : [`settings ${subject} are not what the audit trail tells`];
    });
  const extra = [...versions.keys()].map((label) => `settings ${label} were never saved`);
  const chosen = store.settings
    .allChoices()
    .map((row) => [`${row.name}@${row.version}`, row.by_name, row.reason].join("\n"));
  const told = entries
    .filter((entry) => entry.action === "settings.use")
    .map(({ subject, actor, detail }) => [subject, actor, String(detail.reason)].join("\n"));
  const fit = chosen.length === told.length && chosen.every((one, at) => one === told[at]);
  const choices = fit ? [] : ["the choices of settings are not what the audit trail tells"];
  return [...findings, ...extra, ...choices];
}

const SETTINGS_FIELDS = { sha256: "sha256", reason: "reason" };

/** One sentence for every row that is not what the audit trail tells, and for every one that is gone or was put in. */
export function auditFindings(store: Store): readonly string[] {
  const entries = entriesOf(store);
  return [
    ...readingFindings(store, entries),
    ...documentFindings(store, entries),
    ...noticeFindings(store, entries),
    ...bindingFindings(store, entries),
    ...maskFindings(store, entries),
    ...turnFindings(store),
    ...reviewFindings(store),
    ...runFindings(store, entries),
    ...sampleFindings(store, entries),
    ...analysisFindings(store, entries),
    ...settingsFindings(store, entries),
    ...annotationFindings(store),
  ];
}

/** Rows against the audit trail: what people and the daemon did must be what the rows say, and nothing else. */
import type { Store } from "../store/open-store.ts";
import type { SettingsVersionRow } from "../store/settings.ts";
import { annotationFindings } from "./annotations/verify-annotations.ts";
import { turnFindings } from "./orientation/verify-turns.ts";
import { reviewFindings } from "./review/verify-signatures.ts";
import { differing, type ToldEntry, toldEntry } from "./told-entry.ts";
import {
  analysisFindings,
  bindingFindings,
  documentFindings,
  noticeFindings,
  readingFindings,
  runFindings,
} from "./verify-captured.ts";
import { PEOPLE_ACTIONS, peopleFindings, TOKEN_ACTIONS, tokenFindings } from "./verify-people.ts";

/** Entries of these actions in their order. There are few of them: what people decide, not what readers bring. */
function entriesOf(store: Store, actions: readonly string[]): readonly ToldEntry[] {
  const rows = actions.flatMap((action) => [...store.journal.eachOf(action)]);
  return rows.sort((a, b) => a.seq - b.seq).map(toldEntry);
}

function maskFindings(store: Store, entries: readonly ToldEntry[]): string[] {
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

interface ToldSample {
  readonly name: string;
  readonly patient: string;
  readonly ras: string;
  readonly blastsDay4Percent: number | null;
}

function sampleFindings(store: Store, entries: readonly ToldEntry[]): string[] {
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

/** Versions of settings and the choices of them, each in the order in which the trail tells of them. */
function settingsFindings(store: Store, entries: readonly ToldEntry[]): string[] {
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

/** A part of the comparison, under the name of what it compares. */
type Part = readonly [string, (store: Store) => readonly string[]];

const PARTS: readonly Part[] = [
  ["readings", readingFindings],
  ["documents", documentFindings],
  ["notices", noticeFindings],
  ["versions of plates", bindingFindings],
  ["masks", (store) => maskFindings(store, entriesOf(store, ["well.mask", "well.unmask"]))],
  ["statements of how plates lay", turnFindings],
  ["signatures and comments", reviewFindings],
  ["runs", runFindings],
  ["samples", (store) => sampleFindings(store, entriesOf(store, ["plan.import", "sample.blasts"]))],
  ["analyses", analysisFindings],
  [
    "settings",
    (store) => settingsFindings(store, entriesOf(store, ["settings.save", "settings.use"])),
  ],
  ["annotations", annotationFindings],
  ["accounts", (store) => peopleFindings(store, entriesOf(store, PEOPLE_ACTIONS))],
  ["tokens", (store) => tokenFindings(store, entriesOf(store, TOKEN_ACTIONS))],
  [
    "configurations",
    (store) => configurationFindings(store, entriesOf(store, ["configuration.use"])),
  ],
];

/** Configurations in the order in which they came into use. */
function configurationFindings(store: Store, entries: readonly ToldEntry[]): string[] {
  const rows = store.configurations.all();
  if (rows.length !== entries.length) {
    return [`${rows.length} configurations are stored, the audit trail tells of ${entries.length}`];
  }
  return rows.flatMap((row, at) =>
    entries[at]?.subject === row.sha256
      ? []
      : [`configuration ${row.sha256} is not what the audit trail tells`],
  );
}

/**
 * One sentence for every row that is not what the audit trail tells, and for every one that is gone or was put in. What
 * was changed by hand need not be readable: a part that cannot be compared says so.
 */
export function auditFindings(store: Store): readonly string[] {
  return PARTS.flatMap(([name, findings]) => {
    try {
      return findings(store);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [`${name} cannot be compared with the audit trail: ${why}`];
    }
  });
}

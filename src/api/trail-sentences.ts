/** The audit trail in plain sentences: one table from the action to what happened. */
import { TURN_WORDS } from "../domain/plate-turn.ts";
import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";
import type { TrailEntryView } from "./trail-views.ts";

/** What an entry tells, with its detail as far as it is of the form that a sentence needs. */
interface Told {
  readonly subject: string;
  /** A text of the detail; empty where there is none. */
  readonly text: (key: string) => string;
  /** A list of texts of the detail; empty where there is none. */
  readonly list: (key: string) => readonly string[];
}

type Sentence = (told: Told) => string;

const short = (hash: string): string => hash.slice(0, 12);
const orNone = (text: string): string => (text === "" ? "none" : text);
const because = (text: string): string => (text === "" ? "" : `: ${text}`);

const PLATES: Readonly<Record<string, Sentence>> = {
  "plate.bind": ({ text }) =>
    `Reading bound to plate ${text("barcode")} as version ${text("version")}: ${text("because")}`,
  "plate.choose": ({ text }) =>
    `Version ${text("version")} of the plate chosen to count instead of version ${orNone(text("before"))}.`,
  "plate.comment": ({ text }) => `Comment: “${text("text")}”`,
  "plate.turn": ({ text }) => `Said how the plate lay: ${turnWords(text("turn"))}.`,
  "well.mask": ({ text }) => `Well ${text("well")} left out.`,
  "well.unmask": ({ text }) => `Well ${text("well")} counts again.`,
  "signature.given": ({ text }) =>
    `Signed by ${text("printedName")}, ${text("role")}: ${text("meaning")}${quoted(text("comment"))} (record ${short(text("recordSha256"))}).`,
  "signature.revoked": ({ text }) =>
    `Signature of ${text("printedName")} (${text("meaning")}) revoked.`,
  "signature.voided": ({ text, list }) =>
    `Signature of ${text("printedName")} (${text("meaning")}) does not hold any more. ${list("changes").join(" ")}`,
};

const RUNS: Readonly<Record<string, Sentence>> = {
  "run.start": ({ text }) =>
    `Run of plate ${text("barcode")} started on ${text("reader_id")}${because(text("reread_reason"))}.`,
  "run.cancel": () => "Run cancelled.",
  "run.starting": () => "Run begins.",
  "run.reading": () => "The reader works.",
  "run.captured": () => "The plate was captured.",
  "run.failed": ({ text }) => `Run failed${because(text("sentence"))}`,
  "run.cancelled": ({ text }) => `Run ended because it was cancelled${because(text("sentence"))}`,
  "run.interrupted": ({ text }) => `Run interrupted${because(text("sentence"))}`,
  "reading.captured": ({ text }) => `A whole plate captured (${text("origin")}).`,
  "reading.given-up": ({ text }) => `A reading given up (${text("origin")}): it is not whole.`,
  "document.arrived": ({ text }) => `${text("name")} arrived, ${text("bytes")} bytes.`,
  "document.plates": () => "Plates read out of the document.",
  "document.quarantined": ({ text }) => `Document put in quarantine${because(text("sentence"))}`,
  "document.superseded": () => "Document superseded by a later state of the same file.",
  "document.dismissed": ({ text }) =>
    `Document taken out of quarantine${because(text("sentence"))}`,
};

const SAMPLES: Readonly<Record<string, Sentence>> = {
  "analysis.computed": ({ text }) =>
    `Sample ${text("sample")} analysed by Platewarden ${text("programVersion")} with settings ${short(text("settingsSha256"))}${text("provisional") === "true" ? ", provisional" : ""}.`,
  "sample.blasts": ({ text }) =>
    `Blasts on day 4: ${orNone(text("before"))} → ${orNone(text("after"))} %.`,
  "sample.close": () => "Sample closed: no further plate will come.",
  "plan.import": ({ text, list }) =>
    `Plan ${text("title")} imported, ${list("plates").length} plates.`,
  "annotations.import": ({ text }) =>
    `${text("values")} annotations imported from ${text("fileName")}.`,
  "annotations.withdraw": ({ text }) =>
    `Annotation ${text("name")} of sample ${text("sample")} withdrawn.`,
  "settings.save": ({ subject }) => `Thresholds ${subject} saved.`,
  "settings.use": ({ subject }) => `Thresholds ${subject} put to use.`,
  "layout.save": ({ text }) => `Layout ${text("id")} revision ${text("revision")} saved.`,
};

const PEOPLE: Readonly<Record<string, Sentence>> = {
  "notice.raised": ({ subject, text }) => `Notice raised (${text("kind")}): ${subject}.`,
  "notice.ended": ({ subject, text }) => `Notice ended (${text("kind")}): ${subject}.`,
  "notice.send-again": () => "A notice that could not be delivered is sent again.",
  "person.add": ({ text }) => `Account of ${text("name")} made.`,
  "person.change": ({ text }) => `Account of ${text("name")} changed.`,
  "person.password": ({ text }) => `${text("name")} has a new password.`,
  "person.pin": ({ text }) => `${text("name")} has a new PIN.`,
  "session.refused": () => "A sign-in was refused.",
  "session.sign-in": ({ text }) => `${text("name")} signed in${by(text("method"))}.`,
  "session.unlock": ({ text }) => `${text("name")} unlocked the page${by(text("method"))}.`,
  "session.sign-out": ({ text }) => `${text("name")} signed out.`,
  "session.authorise": ({ text }) => `Allowed ${text("for")} one action: ${text("operation")}.`,
  "session.authorised": ({ text }) => `Did with a supervisor's permission: ${text("operation")}.`,
  "token.add": ({ text, list }) => `Token ${text("name")} made, for ${list("scopes").join(", ")}.`,
  "token.revoke": ({ text }) => `Token ${text("name")} revoked.`,
};

/** By action; what an entry says beyond this stands in its detail. */
export const TRAIL_SENTENCES: ReadonlyMap<string, Sentence> = new Map(
  [PLATES, RUNS, SAMPLES, PEOPLE].flatMap((table) => Object.entries(table)),
);

function by(method: string): string {
  return method === "" ? "" : ` by ${method}`;
}

function quoted(comment: string): string {
  return comment === "" ? "" : `, “${comment}”`;
}

function turnWords(turn: string): string {
  const words = new Map<string, string>(Object.entries(TURN_WORDS));
  return words.get(turn) ?? turn;
}

function toldOf({ subject }: AuditRow, detail: ReadonlyMap<string, unknown>): Told {
  return {
    subject,
    text: (key) => {
      const value = detail.get(key);
      return value === undefined || value === null || typeof value === "object"
        ? ""
        : String(value);
    },
    list: (key) => {
      const value = detail.get(key);
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}

/** Fields of a detail in which people say why. */
const REASONS = ["reason", "rereadReason", "reread_reason", "barReason"] as const;

/** The barcode, the sample or the name that people know a subject by; null where its id is all there is. */
function subjectName(store: Store, row: AuditRow, told: Told): string | null {
  const [area = ""] = row.action.split(".");
  if (area === "plate" || area === "well" || area === "signature") {
    return store.plates.byId(row.subject)?.barcode ?? null;
  }
  if (area === "run") return store.runs.byId(row.subject)?.barcode ?? null;
  if (area === "reading") {
    const version = store.plates.versionOfReading(row.subject);
    return version === null ? null : (store.plates.byId(version.plate_id)?.barcode ?? null);
  }
  if (area === "sample") return store.samples.byId(row.subject)?.name ?? null;
  return told.text("sample") || told.text("title") || told.text("name") || null;
}

/** An action without a row in the table is shown as its own words. */
export function trailEntryView(store: Store, row: AuditRow): TrailEntryView {
  const detail = JSON.parse(row.detail) as unknown;
  const fields = typeof detail === "object" && detail !== null ? Object.entries(detail) : [];
  const told = toldOf(row, new Map(fields));
  const sentence = TRAIL_SENTENCES.get(row.action)?.(told) ?? `${row.action}.`;
  const authorisedBy = told.text("authorisedBy");
  return {
    seq: row.seq,
    atUtc: row.at_utc,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    subjectName: subjectName(store, row, told),
    sentence: authorisedBy === "" ? sentence : `${sentence} Authorised by ${authorisedBy}.`,
    reason: REASONS.map((key) => told.text(key)).find((text) => text !== "") ?? null,
    detail,
    sha256: row.sha256,
  };
}

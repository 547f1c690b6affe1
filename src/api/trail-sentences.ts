/** The audit trail in plain sentences: one table from the action to what happened. */
import { TURN_WORDS } from "../domain/plate-turn.ts";
import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";
import { type TrailSubject, trailSubject } from "./trail-subject.ts";
import type { TrailEntryView } from "./trail-views.ts";

/** What an entry tells, with its detail as far as it is of the form that a sentence needs. */
interface Told {
  readonly subject: string;
  readonly about: TrailSubject;
  /** A text of the detail; empty where there is none. */
  readonly text: (key: string) => string;
  /** A list of texts of the detail; empty where there is none. */
  readonly list: (key: string) => readonly string[];
}

type Sentence = (told: Told) => string;

const short = (hash: string): string => hash.slice(0, 12);
const orNone = (text: string): string => (text === "" ? "none" : text);
const because = (text: string): string => (text === "" ? "" : `: ${text}`);
/** ` of B-1`; nothing where the name is not known. */
const of = ({ name }: TrailSubject): string => (name === null ? "" : ` of ${name}`);
/** `B-1`, or these words where the name is not known. */
const named = ({ name }: TrailSubject, otherwise: string): string => name ?? otherwise;
/** ` on reader-1`; nothing where there is no reader. */
const onReader = ({ readerId }: TrailSubject): string =>
  readerId === null ? "" : ` on ${readerId}`;
/** Of readers and of folders. */
const from = ({ readerId }: TrailSubject): string => (readerId === null ? "" : ` from ${readerId}`);
/** What a signature stands under. */
const under = ({ name }: TrailSubject): string => (name === null ? "" : ` under ${name}`);

const PLATES: Readonly<Record<string, Sentence>> = {
  "plate.bind": ({ text }) =>
    `Reading bound to plate ${text("barcode")} as version ${text("version")}: ${text("because")}`,
  "plate.choose": ({ about, text }) =>
    `Version ${text("version")} of ${named(about, "the plate")} chosen to count instead of version ${orNone(text("before"))}.`,
  "plate.comment": ({ about, text }) =>
    `Comment${about.name === null ? "" : ` on ${about.name}`}: “${text("text")}”`,
  "plate.turn": ({ about, text }) =>
    `Said how ${named(about, "the plate")} lay: ${turnWords(text("turn"))}.`,
  "well.mask": ({ about, text }) => `Well ${text("well")}${of(about)} left out.`,
  "well.unmask": ({ about, text }) => `Well ${text("well")}${of(about)} counts again.`,
  "signature.given": ({ about, text }) =>
    `${about.name === null ? "Signed" : `${about.name} signed`} by ${text("printedName")}, ${text("role")}: ${text("meaning")}${quoted(text("comment"))} (record ${short(text("recordSha256"))}).`,
  "signature.revoked": ({ about, text }) =>
    `Signature of ${text("printedName")} (${text("meaning")})${under(about)} revoked.`,
  "signature.voided": ({ about, text, list }) =>
    `Signature of ${text("printedName")} (${text("meaning")})${under(about)} does not hold any more. ${list("changes").join(" ")}`,
};

const RUNS: Readonly<Record<string, Sentence>> = {
  "run.start": ({ text }) =>
    `Run of plate ${text("barcode")} started on ${text("reader_id")}${because(text("reread_reason"))}.`,
  "run.cancel": ({ about }) => `Run${of(about)}${onReader(about)} cancelled.`,
  "run.starting": ({ about }) => `Run${of(about)}${onReader(about)} begins.`,
  "run.reading": ({ about }) =>
    `${about.readerId ?? "The reader"} reads ${named(about, "the plate")}.`,
  "run.captured": ({ about }) => `${named(about, "The plate")} was captured${onReader(about)}.`,
  "run.failed": ({ about, text }) =>
    `Run${of(about)}${onReader(about)} failed${because(text("sentence"))}`,
  "run.cancelled": ({ about, text }) =>
    `Run${of(about)}${onReader(about)} ended because it was cancelled${because(text("sentence"))}`,
  "run.interrupted": ({ about, text }) =>
    `Run${of(about)}${onReader(about)} interrupted${because(text("sentence"))}`,
  "reading.captured": ({ about, text }) =>
    `A whole reading${of(about)} captured${from(about)} (${text("origin")}).`,
  "reading.given-up": ({ about, text }) =>
    `A reading${of(about)}${from(about)} given up (${text("origin")}): it is not whole.`,
  "document.arrived": ({ text }) => `${text("name")} arrived, ${text("bytes")} bytes.`,
  "document.plates": ({ about }) => `Plates read out of ${named(about, "the document")}.`,
  "document.quarantined": ({ about, text }) =>
    `${named(about, "Document")} put in quarantine${because(text("sentence"))}`,
  "document.superseded": ({ about }) =>
    `${named(about, "Document")} superseded by a later state of the same file.`,
  "document.dismissed": ({ about, text }) =>
    `${named(about, "Document")} taken out of quarantine${because(text("sentence"))}`,
};

const SAMPLES: Readonly<Record<string, Sentence>> = {
  "analysis.computed": ({ text }) =>
    `Sample ${text("sample")} analysed by Platewarden ${text("programVersion")} with settings ${short(text("settingsSha256"))}${text("provisional") === "true" ? ", provisional" : ""}.`,
  "sample.blasts": ({ about, text }) =>
    `Blasts${of(about)} on day 4: ${orNone(text("before"))} → ${orNone(text("after"))} %.`,
  "sample.close": ({ about }) =>
    `Sample${about.name === null ? "" : ` ${about.name}`} closed: no further plate will come.`,
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
  "notice.send-again": ({ about, text }) =>
    `A notice${of(about)} that could not be delivered is sent again${text("target") === "" ? "" : ` to ${text("target")}`}.`,
  "person.add": ({ text }) => `Account of ${text("name")} made.`,
  "person.change": ({ text }) => `Account of ${text("name")} changed.`,
  "person.password": ({ text }) => `${text("name")} has a new password.`,
  "person.pin": ({ text }) => `${text("name")} has a new PIN.`,
  "session.refused": ({ about }) =>
    `A sign-in${about.name === null ? "" : ` as ${about.name}`} was refused.`,
  "session.sign-in": ({ text }) => `${text("name")} signed in${by(text("method"))}.`,
  "session.unlock": ({ text }) => `${text("name")} unlocked the page${by(text("method"))}.`,
  "session.sign-out": ({ text }) => `${text("name")} signed out.`,
  "session.authorise": ({ text }) => `Allowed ${text("for")} one action: ${text("operation")}.`,
  "session.authorised": ({ text }) => `Did with a supervisor's permission: ${text("operation")}.`,
  "token.add": ({ text, list }) => `Token ${text("name")} made, for ${list("scopes").join(", ")}.`,
  "token.revoke": ({ text }) => `Token ${text("name")} revoked.`,
};

const BENCH: Readonly<Record<string, Sentence>> = {
  "daemon.start": ({ text, list }) =>
    `The daemon started: Platewarden ${text("version")}, configuration ${text("configuration") === "" ? "of a program" : short(text("configuration"))}, readers ${orNone(list("readers").join(", "))}.`,
  "daemon.stop": ({ text }) => `The daemon stopped: Platewarden ${text("version")}.`,
  "configuration.use": ({ text }) =>
    `Configuration ${short(text("sha256"))} came into use${text("before") === "" ? "" : ` instead of ${short(text("before"))}`} (${text("file")}).`,
  "store.verified": ({ text }) =>
    text("findings") === "0"
      ? `Everything stored was proven: ${text("rowsChecked")} rows, ${text("hashesChecked")} hashes.`
      : `What is stored was found not to be what was written: ${text("findings")} findings.`,
  "clock.start": ({ text }) => text("sentence"),
  "clock.step": ({ text }) => text("sentence"),
  "clock.sleep": ({ text }) => text("sentence"),
  "clock.zone": ({ text }) => text("sentence"),
  "clock.sync": ({ text }) => text("sentence"),
  "clock.behind": ({ text }) => text("sentence"),
  "clock.confirmed": ({ text }) => text("sentence"),
  "incident.began": ({ text }) =>
    `Incident of ${text("part")} (${text("code")}): ${text("sentence")}`,
  "incident.ended": ({ text }) => `Incident of ${text("part")} is over: ${text("sentence")}`,
  "incident.note": ({ text }) => `Noted beside an incident of ${text("part")}: “${text("text")}”`,
  "reader.serial": ({ subject, text }) =>
    `Reader ${subject} says serial number ${text("serialNumber")}${text("before") === "" ? "" : `, and was ${text("before")} until now`}.`,
};

const BACKUPS: Readonly<Record<string, Sentence>> = {
  "store.restored": ({ subject, text }) =>
    `The database was put back${text("madeAtUtc") === "" ? "" : ` from ${subject}, as it was at ${text("madeAtUtc")}`}.`,
  "backup.made": ({ text }) => `Backup ${text("set")} made and verified.`,
  "backup.failed": ({ text }) => `No backup was made${because(text("sentence"))}`,
  "backup.drilled": ({ text }) =>
    `Backup ${text("set")} tried out: ${text("same") === "true" ? "everything came back" : "not everything came back"}.`,
  "evidence.brought-back": ({ text }) =>
    `${text("conversations")} conversations and ${text("documents")} documents brought back that had come after the backup.`,
  "evidence.unproven": ({ text }) =>
    `Came back from ${text("increment")} beside the backup; a person says what it is.`,
};

/** By action; what an entry says beyond this stands in its detail. */
export const TRAIL_SENTENCES: ReadonlyMap<string, Sentence> = new Map(
  [PLATES, RUNS, SAMPLES, PEOPLE, BENCH, BACKUPS].flatMap((table) => Object.entries(table)),
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

function toldOf(store: Store, row: AuditRow, detail: ReadonlyMap<string, unknown>): Told {
  const text = (key: string): string => {
    const value = detail.get(key);
    return value === undefined || value === null || typeof value === "object" ? "" : String(value);
  };
  return {
    subject: row.subject,
    about: trailSubject(store, row, text),
    text,
    list: (key) => {
      const value = detail.get(key);
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}

/** Fields of a detail in which people say why. */
const REASONS = ["reason", "rereadReason", "reread_reason", "barReason"] as const;

/** Who let it be done, and whether the name is what a command was told. */
function howOf({ text }: Told): string {
  const authorisedBy = text("authorisedBy");
  return [
    ...(authorisedBy === "" ? [] : [` Authorised by ${authorisedBy}.`]),
    ...(text("through") === "command" ? [" By a command, not by somebody who was signed in."] : []),
  ].join("");
}

/** An action without a row in the table is shown as its own words. */
export function trailEntryView(store: Store, row: AuditRow): TrailEntryView {
  const detail = JSON.parse(row.detail) as unknown;
  const fields = typeof detail === "object" && detail !== null ? Object.entries(detail) : [];
  const told = toldOf(store, row, new Map(fields));
  const sentence = TRAIL_SENTENCES.get(row.action)?.(told) ?? `${row.action}.`;
  return {
    seq: row.seq,
    atUtc: row.at_utc,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    subjectName: told.about.name,
    sentence: `${sentence}${howOf(told)}`,
    reason: REASONS.map((key) => told.text(key)).find((text) => text !== "") ?? null,
    detail,
    sha256: row.sha256,
  };
}

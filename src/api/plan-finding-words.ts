/** Findings of the plan file's check in the words of the form: fields and columns, never the file's keys. */
import type { Finding } from "../layout/problem.ts";
import type { PlanFindingView } from "./plan-views.ts";

type Place = Pick<PlanFindingView, "table" | "row" | "field">;
type Words = Pick<PlanFindingView, "sentence" | "remedy">;

/** As the page calls the fields, by table and field. */
const LABELS: Readonly<Record<string, string>> = {
  "plan id": "The plan’s short name",
  "plan title": "The plan’s title",
  "sample id": "The sample’s name",
  "sample patient": "The patient’s pseudonym",
  "sample ras": "The RAS status",
  "sample genes": "The gene",
  "sample blastsDay4Percent": "The percentage of blasts",
  "plate barcode": "The barcode",
  "plate layoutId": "The layout",
  "plate sample": "The sample",
  "plate due": "The time when the plate is due",
  "plate reader": "The reader",
  "lot compound": "The compound",
  "lot lot": "The lot",
};

/** How a field is filled in where the file's advice is about the file. */
const REMEDIES: Readonly<Record<string, string>> = {
  "plan title": "Say in one line what the study is.",
  "sample genes": "Name the mutated genes in capitals with spaces between: KRAS NRAS.",
  "sample blastsDay4Percent":
    "Give the percentage of leukaemic cells on day 4, 0 to 100; leave it empty until counted.",
  "plate barcode": "Scan the label, or type letters, digits and . - _ / : only, 64 at most.",
  "plate due": "Write date and time, for example 2026-03-06 15:00, or 15:00 for today.",
  "plate reader": "Choose a reader, or leave it empty for any.",
  "lot compound": "Name the compound as the layout does.",
  "lot lot": "Give the lot as it stands on the vial.",
};

/** What is said of an empty table, an empty field or a field that asks for another one. */
const MISSING: Readonly<Record<string, Words>> = {
  "sample null": {
    sentence: "There is no sample yet.",
    remedy: "Fill in a row for each: its name and the patient’s pseudonym.",
  },
  "plate null": {
    sentence: "There is no plate yet.",
    remedy: "Scan barcodes into the rows, or add a series.",
  },
  "plate sample": { sentence: "The sample is missing.", remedy: "Choose one of those above." },
  "plate layoutId": { sentence: "The layout is missing.", remedy: "Choose one of the list." },
};

/** A file's section may be many plates; a row of the form is one. */
const COUNTER_WORDS: Words = {
  sentence: "A row is one plate: its barcode cannot hold a counter.",
  remedy: "Write the barcode itself, or add a series above the rows.",
};

/** Sentence and remedy for somebody at the form; `place` is where the finding is mended. */
export function formWords(finding: Finding, place: Place): Words {
  if (finding.check === "pattern") return COUNTER_WORDS;
  const key = `${place.table} ${place.field}`;
  const missing = isOfNothing(finding.message) ? missingWords(key, finding) : null;
  return missing ?? { sentence: sentenceOf(finding, key), remedy: remedyOf(finding, place) };
}

/** An empty text or an empty list, which the checks name in their ways. */
function isOfNothing(message: string): boolean {
  return / cannot be (""|an empty list)$| is called ""$|^the time .* is missing$/.test(message);
}

function missingWords(key: string, { remedy }: Finding): Words | null {
  const words = MISSING[key];
  if (words !== undefined) return words;
  const called = LABELS[key];
  if (called === undefined) return null;
  return { sentence: `${called} is missing.`, remedy: REMEDIES[key] ?? plain(remedy) };
}

/** The key that a sentence begins with is replaced by the field's name. */
function sentenceOf({ message }: Finding, key: string): string {
  const called = LABELS[key];
  const text = plain(called === undefined ? message : message.replace(/^`[^`]+`/, called));
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function remedyOf({ check, message, remedy, path }: Finding, place: Place): string {
  if (check === "slots" && path.includes("drugs")) {
    return message.startsWith("slot")
      ? `Name the compound in the column Compound ${place.field}.`
      : "Empty this cell.";
  }
  if (check === "ras" && message.includes("wild type")) {
    return "Correct the RAS status, or empty the mutated genes. Name only genes of the RAS pathway that are mutated.";
  }
  if (check === "lots" && place.table === "lot" && place.row === null) {
    return "Add a row for each, so that a bad lot can be traced to its plates.";
  }
  if (message.includes("planned twice")) return "Each plate has its own barcode.";
  // Names of what was perhaps meant help more than how the field is filled in.
  if (check !== "type" && check !== "value" && check !== "barcode" && check !== "time") {
    return plain(remedy);
  }
  if (/^(Known are|Did you mean)/.test(remedy)) return plain(remedy);
  return REMEDIES[`${place.table} ${place.field}`] ?? plain(remedy);
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}

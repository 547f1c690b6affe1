/** Who has signed a plate, for what, and whether it still holds. */
import type { PlateReviewState, PlateSignature } from "../pipeline/review/standing-signatures.ts";
import { heading, note, paragraph } from "./flow.ts";
import { momentText } from "./number-text.ts";
import type { Paper } from "./paper.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";
import { table } from "./table.ts";

const STATES: Readonly<Record<PlateReviewState, string>> = {
  open: "not signed",
  changed: "not signed: earlier signatures do not hold any more",
  reviewed: "approved by one person, a second must approve",
  approved: "approved by two persons",
  rejected: "REJECTED",
  "repeat-asked": "a repeat is asked for",
};

/** In a few words, with the names whose signatures hold. */
export function signedInShort({ decisions }: PlateChapter): string {
  const names = decisions.signatures
    .filter(({ standing }) => standing === "holds")
    .map(({ row }) => printable(row.printed_name, 60));
  const by = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return `${STATES[decisions.state]}${by}`;
}

/**
 * Every signature with printed name, role, time with its zone, and meaning; also those that do not hold any more. The facts
 * of the plate say where there is none.
 */
export function plateSignatures(paper: Paper, chapter: PlateChapter): void {
  const { signatures, state } = chapter.decisions;
  if (signatures.length === 0) return;
  heading(paper, "Signatures", 40);
  paragraph(paper, `This plate is ${STATES[state]}.`);
  table(
    paper,
    [
      { title: "name", share: 18 },
      { title: "role", share: 11 },
      { title: "meaning", share: 13 },
      { title: "date and time", share: 19 },
      { title: "holds", share: 23 },
      { title: "remark", share: 16 },
    ],
    signatures.map((signature) => [
      printable(signature.row.printed_name, 80),
      printable(signature.row.role),
      signature.row.meaning,
      momentText(signature.row.signed_at_utc),
      standingText(signature),
      signature.row.comment === null ? "–" : printable(signature.row.comment),
    ]),
  );
  note(
    paper,
    "Each signature was given with the person's own password for one record: the reading, the layout, the thresholds, masks and results. A change of any of them ends it.",
  );
}

function standingText({ row, standing, end }: PlateSignature): string {
  if (standing === "holds") return `yes, for record ${row.record_sha256.slice(0, 12)}…`;
  if (end?.kind === "revoked") {
    const by = printable(end.by_name, 60);
    return `no: revoked by ${by} at ${momentText(end.at_utc)}: ${printable(end.reason ?? "")}`;
  }
  return end === null
    ? "no: what was signed has changed"
    : `no: changed at ${momentText(end.at_utc)}`;
}

/** What reviewers wrote about the plate. */
export function plateComments(paper: Paper, { decisions }: PlateChapter): void {
  const { comments } = decisions;
  if (comments.length === 0) return;
  heading(paper, "Comments", 40);
  table(
    paper,
    [
      { title: "date and time", share: 20 },
      { title: "name", share: 20 },
      { title: "comment", share: 60 },
    ],
    comments.map((comment) => [
      momentText(comment.at_utc),
      printable(comment.by_name, 80),
      printable(comment.text),
    ]),
  );
}

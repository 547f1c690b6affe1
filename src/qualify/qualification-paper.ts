/** The qualification as a document that a laboratory signs: summary, deviations, every check, places for signatures. */
import { box, bullets, facts, heading, note, paragraph } from "../report/flow.ts";
import { momentText } from "../report/number-text.ts";
import {
  bookmark,
  finishPaper,
  INK,
  LEFT,
  needSpace,
  nextPage,
  type Paper,
  takePaper,
  WIDTH,
  write,
} from "../report/paper.ts";
import { printable } from "../report/printable.ts";
import { table } from "../report/table.ts";
import type { CheckRecord, Qualification } from "./run-qualification.ts";

const TITLE = "Installation and operational qualification";

function chaptersOf({
  checks,
}: Qualification): readonly (readonly [string, readonly CheckRecord[]])[] {
  return [...Map.groupBy(checks, ({ chapter }) => chapter)];
}

function front(paper: Paper, qualification: Qualification, jsonSha256: string): void {
  const { program, computer, startedAtUtc, endedAtUtc, extent, passed, failed } = qualification;
  bookmark(paper, "Summary");
  heading(paper, TITLE);
  facts(
    paper,
    [
      ["Program", `${program.name} ${program.version}`],
      ["Computer", printable(computer)],
      ["Begun", momentText(startedAtUtc)],
      ["Ended", momentText(endedAtUtc)],
      ["Extent", extent],
      ["Checks", `${passed + failed}: ${passed} passed, ${failed} failed`],
      ["The same as data", `SHA-256 ${jsonSha256}`],
    ],
    { columns: 1 },
  );
  box(paper, {
    title:
      failed === 0
        ? "Every check has passed."
        : `${failed} of ${passed + failed} checks have failed.`,
    sentences:
      failed === 0
        ? ["What was found at each check stands on the pages that follow."]
        : ["The deviations stand below; each needs an assessment before the program is used."],
    strong: failed > 0,
  });
  table(
    paper,
    [
      { title: "Chapter", share: 5 },
      { title: "Checks", share: 1, align: "right" },
      { title: "Passed", share: 1, align: "right" },
      { title: "Failed", share: 1, align: "right" },
    ],
    chaptersOf(qualification).map(([chapter, checks]) => {
      const good = checks.filter((check) => check.passed).length;
      return [chapter, String(checks.length), String(good), String(checks.length - good)];
    }),
  );
}

function deviations(paper: Paper, { checks, leftOut }: Qualification): void {
  bookmark(paper, "Deviations");
  heading(paper, "Deviations");
  const failed = checks.filter((check) => !check.passed);
  if (failed.length === 0) paragraph(paper, "None.");
  for (const { id, title, expected, found } of failed) {
    paragraph(paper, printable(`${id} ${title}`), { font: "bold", size: 9 });
    facts(
      paper,
      [
        ["Expected", printable(expected)],
        ["Found", printable(found)],
        ["Assessment", "……………………………………………………………………………………"],
      ],
      { columns: 1 },
    );
  }
  if (leftOut.length === 0) return;
  paragraph(paper, "Left out, because a quick qualification was asked for:");
  bullets(
    paper,
    leftOut.map((one) => printable(one)),
  );
}

const LINE_HEIGHT = 34;

/** Empty lines: the names and dates are the laboratory's own. */
function signatures(paper: Paper): void {
  bookmark(paper, "Signatures");
  needSpace(paper, 4 * LINE_HEIGHT + 60);
  heading(paper, "Signatures", 4 * LINE_HEIGHT);
  note(
    paper,
    "Written by hand or with the laboratory's own signature system. By signing, each says that the document was read as a whole and what it was signed for.",
  );
  const { doc } = paper;
  const columns = [
    ["", 0.2],
    ["printed name", 0.3],
    ["date", 0.2],
    ["signature", 0.3],
  ] as const;
  for (const who of ["Performed by", "Reviewed by", "Approved by"]) {
    paper.y += LINE_HEIGHT;
    let x = LEFT;
    for (const [title, share] of columns) {
      const width = WIDTH * share;
      if (title === "") write(doc, who, x, paper.y - 10, { font: "bold", size: 9, width });
      else {
        doc
          .moveTo(x, paper.y)
          .lineTo(x + width - 10, paper.y)
          .lineWidth(0.6)
          .strokeColor(INK)
          .stroke();
        write(doc, title, x, paper.y + 2, { size: 7, width });
      }
      x += width;
    }
  }
  paper.y += LINE_HEIGHT;
}

function evidenceText({ evidence, tookMs }: CheckRecord): string {
  const known = Object.entries(evidence).map(([name, value]) => `${name}: ${value}`);
  return printable([...known, `took ${(tookMs / 1000).toFixed(1)} s`].join("; "));
}

function chapterPages(paper: Paper, chapter: string, checks: readonly CheckRecord[]): void {
  bookmark(paper, chapter);
  heading(paper, chapter, 120);
  for (const check of checks) {
    needSpace(paper, 80);
    const outcome = check.passed ? "passed" : "FAILED";
    paragraph(paper, printable(`${check.id}  ${check.title} – ${outcome}`), {
      font: "bold",
      size: 9,
    });
    facts(
      paper,
      [
        ["Asked for by", printable(check.traces)],
        ["Expected", printable(check.expected)],
        ["Found", printable(check.found)],
        ["Evidence", evidenceText(check)],
      ],
      { columns: 1 },
    );
  }
}

/** A4; `jsonSha256` is the hash of the report's other form, which holds the same. */
export function qualificationPaper(
  qualification: Qualification,
  jsonSha256: string,
): Promise<Uint8Array> {
  const { program, startedAtUtc, endedAtUtc } = qualification;
  const lines = {
    head: `${TITLE} · ${program.name} ${program.version}`,
    foot: `${momentText(startedAtUtc)} · ${jsonSha256.slice(0, 16)}`,
  };
  const paper = takePaper(
    {
      title: TITLE,
      subject: "To be signed",
      program: `${program.name} ${program.version}`,
      createdAtUtc: endedAtUtc,
    },
    lines,
  );
  front(paper, qualification, jsonSha256);
  deviations(paper, qualification);
  signatures(paper);
  nextPage(paper);
  for (const [chapter, checks] of chaptersOf(qualification)) chapterPages(paper, chapter, checks);
  return finishPaper(paper);
}

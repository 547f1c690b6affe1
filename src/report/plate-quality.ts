/** What speaks for and against the plate: figures with limits, wells left out, duplicates, changes, flags. */
import type { WellView } from "../api/views.ts";
import { counted } from "../domain/counted.ts";
import { TURN_WORDS } from "../domain/plate-turn.ts";
import { judgedArmName } from "./arm-names.ts";
import { bullets, heading, note, paragraph } from "./flow.ts";
import { momentText, numberText, percentText, withUnit } from "./number-text.ts";
import type { Paper } from "./paper.ts";
import { changesInShort } from "./plate-front.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";
import { table } from "./table.ts";
import { FIGURE_WORDS, maskLetter, maskWords } from "./verdict-words.ts";

export function plateQuality(paper: Paper, chapter: PlateChapter): void {
  figureTable(paper, chapter);
  leftOutTable(paper, chapter);
  discordantTable(paper, chapter);
  changesOf(paper, chapter);
  flagList(paper, chapter);
}

function figureTable(paper: Paper, { view }: PlateChapter): void {
  if (view.statistics.length === 0) return;
  heading(paper, "Plate statistics");
  table(
    paper,
    [
      { title: "figure", share: 36 },
      { title: "value", share: 16, align: "right" },
      { title: "limit", share: 36 },
      { title: "", share: 12 },
    ],
    view.statistics.map(({ label, value, unit, limit, verdict }) => [
      label,
      withUnit(value, unit),
      limit ?? "for information",
      value === null ? "not computed" : FIGURE_WORDS[verdict],
    ]),
  );
}

function leftOutTable(paper: Paper, { view }: PlateChapter): void {
  const leftOut = view.wells.filter((well) => well.maskReason !== null);
  heading(paper, `Wells left out: ${leftOut.length}`, leftOut.length === 0 ? 20 : 60);
  if (leftOut.length === 0) {
    paragraph(paper, "None. Every well that the layout uses counts.");
    return;
  }
  table(
    paper,
    [
      { title: "well", share: 8 },
      { title: "content", share: 30 },
      { title: "reader said", share: 14 },
      { title: "why", share: 26 },
      { title: "reason and name", share: 34 },
    ],
    leftOut.map((well) => [
      `${maskLetter(well.maskReason ?? "")} ${well.well}`,
      contentText(well),
      saidText(well),
      maskWords(well.maskReason ?? ""),
      well.maskComment === null ? "by the program" : printable(well.maskComment),
    ]),
  );
}

function contentText(well: WellView): string {
  if (well.arm === null) return well.role ?? "no layout";
  const inhibitor = well.inhibitorUm === null ? "" : ` ${numberText(well.inhibitorUm)} µM`;
  const dose = well.prednisoloneUgPerMl;
  const prednisolone = dose === null ? "" : `, prednisolone ${numberText(dose)} µg/mL`;
  return `${printable(well.arm, 60)}${inhibitor}${prednisolone}`;
}

function saidText(well: WellView): string {
  if (well.measurement !== null) return withUnit(well.measurement, "AU");
  const token = printable(well.measurementToken, 40);
  return token === "" ? "nothing" : `“${token}”`;
}

function discordantTable(paper: Paper, chapter: PlateChapter): void {
  const discordant = chapter.statistics?.discordant ?? [];
  if (chapter.statistics === null) return;
  heading(paper, `Duplicates that disagree: ${discordant.length}`, 40);
  if (discordant.length === 0) {
    paragraph(paper, "None beyond the limit.");
    return;
  }
  const suspects = new Set(chapter.statistics.suspects);
  table(
    paper,
    [
      { title: "arm", share: 30 },
      { title: "dose, µg/mL", share: 16, align: "right" },
      { title: "wells", share: 24 },
      { title: "survival, %", share: 30 },
    ],
    discordant.map(({ arm, dose, wells, survival }) => [
      judgedArmName(chapter, arm),
      numberText(dose),
      wells.map((well) => (suspects.has(well) ? `${well} (suspect)` : well)).join(", "),
      survival.map(percentText).join(", "),
    ]),
  );
  note(
    paper,
    "Nothing tells which well of a duplicate is wrong: both count. A suspect is the one further from its neighbouring doses.",
  );
}

function statementsOf(paper: Paper, { decisions }: PlateChapter): void {
  const choices = decisions.choices.map((row) => ({
    row,
    what: `version ${row.version} counts`,
  }));
  const turns = decisions.turns.map((row) => ({
    row,
    what: `the plate lay ${TURN_WORDS[row.turn]}`,
  }));
  const statements = [...choices, ...turns].sort((a, b) => (a.row.at_utc < b.row.at_utc ? -1 : 1));
  table(
    paper,
    [
      { title: "what was said", share: 24 },
      { title: "when", share: 22 },
      { title: "who", share: 18 },
      { title: "reason", share: 36 },
    ],
    statements.map(({ row, what }) => [
      what,
      momentText(row.at_utc),
      printable(row.by_name, 80),
      printable(row.reason),
    ]),
  );
}

function changesOf(paper: Paper, chapter: PlateChapter): void {
  const { versions, view } = chapter;
  heading(paper, "Changes since the first reading", 40);
  paragraph(paper, `Data changed: ${changesInShort(chapter)}.`);
  if (chapter.changedSinceFirst !== null) {
    const { wells, largestAu } = chapter.changedSinceFirst;
    paragraph(
      paper,
      `Against the first reading ${counted(wells, "well")} of 96 ${wells === 1 ? "has" : "have"} another measurement; the largest difference is ${withUnit(largestAu, "AU")}.`,
    );
  }
  if (versions.length > 1) {
    table(
      paper,
      [
        { title: "version", share: 8, align: "right" },
        { title: "read", share: 22 },
        { title: "reader", share: 16 },
        { title: "bound by", share: 16 },
        { title: "why read again", share: 38 },
      ],
      versions.map(({ counts, row, reading, operator }) => [
        counts ? `${row.version} (counts)` : String(row.version),
        momentText(reading.captured_at_utc),
        printable(reading.reader_id, 60),
        printable(operator ?? row.bound_by, 60),
        row.reread_reason === null ? "–" : printable(row.reread_reason),
      ]),
    );
  }
  statementsOf(paper, chapter);
  if (view.masks.length > 0) {
    table(
      paper,
      [
        { title: "well", share: 7 },
        { title: "what", share: 12 },
        { title: "when", share: 24 },
        { title: "who", share: 19 },
        { title: "reason", share: 38 },
      ],
      view.masks.map((event) => [
        event.well,
        event.action === "mask" ? "left out" : "taken in again",
        momentText(event.atUtc),
        printable(event.by, 80),
        printable(event.reason),
      ]),
    );
  }
}

function flagList(paper: Paper, { view }: PlateChapter): void {
  const quality = view.flags.filter((flag) => flag.kind === "quality");
  if (quality.length === 0) return;
  heading(paper, "Quality flags", 40);
  for (const flag of quality) {
    paragraph(paper, printable(flag.title), { font: "bold", size: 8 });
    bullets(
      paper,
      flag.reasons.map((reason) => printable(reason)),
    );
  }
}

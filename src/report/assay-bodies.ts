/** The bodies of plates that ask other questions than the decision path: one kind of assay after the other. */
import { ASSAY_SENTENCES, ASSAY_TITLES } from "../analysis/assays/assay-sentences.ts";
import type { AssayKind } from "../analysis/assays/sample-assays.ts";
import { checkerboardBody } from "./checkerboard-body.ts";
import { heading, note, paragraph } from "./flow.ts";
import { numberText } from "./number-text.ts";
import { oneConcentrationBody } from "./one-concentration-body.ts";
import type { Paper } from "./paper.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";
import { singleAgentBody } from "./single-agent-body.ts";
import { table } from "./table.ts";
import { uniformBody } from "./uniform-body.ts";

/** Nothing is drawn for an assay without results. */
export function assayBodies(paper: Paper, chapter: PlateChapter): void {
  const { oneConcentration, singleAgents, checkerboards, uniformPlates } = chapter.assays;
  if (oneConcentration.length > 0) {
    introduce(paper, "combination-one-concentration");
    oneConcentrationBody(paper, chapter, oneConcentration);
  }
  for (const result of singleAgents) {
    introduce(paper, "single-agent");
    singleAgentBody(paper, chapter, result);
  }
  for (const result of checkerboards) {
    introduce(paper, "checkerboard");
    checkerboardBody(paper, result);
  }
  for (const result of uniformPlates) {
    introduce(paper, "uniform");
    uniformBody(paper, result);
  }
}

function introduce(paper: Paper, kind: AssayKind): void {
  heading(paper, ASSAY_TITLES[kind], 120);
  paragraph(paper, ASSAY_SENTENCES[kind]);
}

/** What a plate shows that no assay judges: means of wells with the same content. */
export function conditionTable(paper: Paper, { view }: PlateChapter): void {
  if (view.conditions.length === 0) return;
  heading(paper, "Wells with the same content", 60);
  table(
    paper,
    [
      { title: "content", share: 38 },
      { title: "n", share: 6, align: "right" },
      { title: "mean, AU", share: 12, align: "right" },
      { title: "SD, AU", share: 12, align: "right" },
      { title: "wells", share: 32 },
    ],
    view.conditions.map((condition) => [
      printable(condition.label, 120),
      String(condition.n),
      numberText(condition.meanAbsorbance),
      numberText(condition.sdAbsorbance),
      condition.wells.join(" "),
    ]),
  );
  note(paper, "Net absorbance: reference taken off, blank not taken off. SD needs two wells.");
}

/** All pages of one plate but those of provenance, in the order in which a reviewer asks. */
import { assayBodies, conditionTable } from "./assay-bodies.ts";
import type { Paper } from "./paper.ts";
import { bookmark } from "./paper.ts";
import { referenceBars } from "./plate-bars.ts";
import { plateCurves } from "./plate-curves.ts";
import { curveTable, doseTables } from "./plate-doses.ts";
import { plateFacts, plateNotices, plateTitle, verdictTable } from "./plate-front.ts";
import { plateMaps } from "./plate-maps.ts";
import { plateQuality } from "./plate-quality.ts";
import { plateComments, plateSignatures } from "./plate-signatures.ts";
import type { PlateChapter, ReportData } from "./report-data.ts";

export function plateChapter(paper: Paper, chapter: PlateChapter, data: ReportData): void {
  bookmark(paper, `Plate ${chapter.view.summary.barcode}`);
  plateTitle(paper, chapter, data);
  plateNotices(paper, chapter, data);
  plateFacts(paper, chapter, data);
  verdictTable(paper, chapter);
  plateSignatures(paper, chapter);
  plateComments(paper, chapter);
  referenceBars(paper, chapter);
  plateCurves(paper, chapter, data.settings);
  assayBodies(paper, chapter);
  conditionTable(paper, chapter);
  plateMaps(paper, chapter);
  plateQuality(paper, chapter);
  doseTables(paper, chapter);
  curveTable(paper, chapter);
}

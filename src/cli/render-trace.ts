import { formatNumber } from "../analysis/explain-verdict.ts";
import { TURN_WORDS } from "../domain/plate-turn.ts";
import { textTable } from "../domain/text-table.ts";
import type { FlagTrace } from "../pipeline/trace-flag.ts";
import { strong } from "./plate-picture.ts";

function wells(trace: FlagTrace): string {
  const rows = trace.wells.map((well) => [
    well.well,
    well.role,
    well.arm ?? "",
    well.prednisoloneUgPerMl === null ? "" : `${formatNumber(well.prednisoloneUgPerMl)} µg/mL`,
    well.readAt === well.well ? well.measurement : `${well.measurement} (read at ${well.readAt})`,
    well.reference ?? "",
  ]);
  return textTable(["well", "role", "arm", "prednisolone", "measured", "reference"], rows);
}

/** A flag down to its bytes, for people. */
export function renderTrace(trace: FlagTrace): string {
  const { flag, analysis, plate, layout, reading } = trace;
  const superseded = analysis.current ? "" : " (superseded by a newer one)";
  return [
    strong(`Flag ${flag.id}: ${flag.title}`),
    `  rule ${flag.ruleId}, raised ${flag.raisedAtUtc}`,
    ...flag.reasons.map((reason) => `  - ${reason}`),
    "",
    strong(`Analysis ${analysis.id}${superseded}`),
    `  program ${analysis.programVersion}, ${analysis.provisional ? "provisional" : "final"}, made ${analysis.createdAtUtc}`,
    `  result SHA-256 ${analysis.resultSha256}`,
    `  inputs SHA-256 ${analysis.inputsSha256}`,
    `  settings ${analysis.settings}, SHA-256 ${analysis.settingsSha256}`,
    "",
    strong(
      `Plate ${plate.barcode} of sample ${plate.sample}, layout ${layout.id} revision ${layout.revision}`,
    ),
    `  layout SHA-256 ${layout.sha256}`,
    wells(trace),
    "",
    strong(`Reading ${reading.id}`),
    `  ${reading.origin}, by ${reading.driver} (${reading.verification}), captured ${reading.capturedAtUtc}`,
    `  bound by ${reading.boundBy}: ${reading.boundBecause}`,
    ...(reading.turn === null
      ? []
      : [`  a person said that the plate lay ${TURN_WORDS[reading.turn]}`]),
    `  reading SHA-256 ${reading.bodySha256}`,
    "",
    ...bytes(trace),
  ].join("\n");
}

function bytes({ transcript, document }: FlagTrace): string[] {
  if (transcript !== null) {
    return [
      strong(`Transcript ${transcript.id}`),
      `  opened ${transcript.openedAtUtc}, ${transcript.items} items, ${transcript.sentBytes} bytes sent, ${transcript.receivedBytes} received`,
      `  SHA-256 ${transcript.sha256}`,
      ...transcript.received.split("\r").map((line) => `  R> ${line}`),
    ];
  }
  if (document === null) return [];
  return [
    strong(`Document ${document.name}`),
    `  ${document.media}, plate ${document.part + 1} of it, ${document.bytes} bytes, arrived ${document.arrivedAtUtc}`,
    `  SHA-256 ${document.sha256}`,
  ];
}

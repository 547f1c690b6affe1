import type { BackupStanding } from "../backup/backup-standing.ts";
import type { Drill } from "../backup/drill.ts";
import type { KnownSet } from "../backup/list-sets.ts";
import type { MadeSet } from "../backup/make-set.ts";
import type { Manifest } from "../backup/manifest.ts";
import type { Restored } from "../backup/restore-set.ts";
import { textTable } from "../domain/text-table.ts";

const MEBIBYTE = 1024 * 1024;

export function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function platesOf({ content }: Manifest): string {
  const plates = content.rows.plate ?? 0;
  const newest = content.newestPlateUtc;
  return `${plates} plates${newest === null ? "" : `, the newest read at ${newest}`}`;
}

function leftOutLines({ leftOut }: Manifest): readonly string[] {
  return leftOut.map(({ file, because }) => `  not in it: ${file}: ${because}`);
}

export function renderMade(
  { set, manifest, bytes, tookMs }: MadeSet,
  removed: readonly string[],
): string {
  const { verified, encryptedFor } = manifest;
  return [
    `Made ${set}`,
    `  ${platesOf(manifest)}; ${manifest.files.length} files, ${mebibytes(bytes)}${encryptedFor.length > 0 ? ", encrypted" : ""}, in ${seconds(tookMs)}`,
    `  ${encryptedFor.length > 0 ? "verified before it was encrypted" : "put back and verified"}: ${verified.hashesChecked} hashes, all fit`,
    ...leftOutLines(manifest),
    ...removed.map((name) => `  no longer kept: ${name}`),
  ].join("\n");
}

const STATE_WORDS: Readonly<Record<KnownSet["state"], string>> = {
  verified: "verified",
  failed: "does not count",
  damaged: "damaged",
};

export function renderSets(sets: readonly KnownSet[], standing: BackupStanding): string {
  const table = textTable(
    ["made at (UTC)", "", "plates", "program", "set"],
    sets.map(({ madeAtUtc, state, manifest, set }) => [
      madeAtUtc,
      STATE_WORDS[state],
      manifest === null ? "" : String(manifest.content.rows.plate ?? 0),
      manifest?.program ?? "",
      set,
    ]),
  );
  const { sentence, remedy } = standing;
  return [
    ...(sets.length === 0 ? [] : [table]),
    sentence,
    ...(remedy === null ? [] : [`  ${remedy}`]),
  ].join("\n");
}

export function renderDrill({ set, madeAtUtc, same, steps, tookMs }: Drill): string {
  return [
    `Tried ${set}, made at ${madeAtUtc}`,
    ...steps.flatMap(({ name, findings, tookMs: stepMs }) => [
      `  ${findings.length === 0 ? "ok     " : "DIFFERS"}  ${name} (${seconds(stepMs)})`,
      ...findings.map((finding) => `             ${finding}`),
    ]),
    same
      ? `Everything came back; it took ${seconds(tookMs)}.`
      : "Not everything came back: docs/recovery.md says what to do.",
  ].join("\n");
}

export function renderDryRun(set: string, manifest: Manifest, findings: readonly string[]): string {
  return [
    findings.length === 0
      ? `${set} can be put back: every file of it is as it was written.`
      : `${set} is not as it was written:`,
    ...findings.map((finding) => `  ${finding}`),
    `  made at ${manifest.madeAtUtc} by Platewarden ${manifest.program}; ${platesOf(manifest)}`,
    "Nothing was changed.",
  ].join("\n");
}

/** What came back of the time after the set. */
function sinceLines({ since, passedOver }: Restored): readonly string[] {
  const { conversations, documents, waiting, warnings } = since;
  return [
    ...(conversations + documents === 0
      ? []
      : [`  captured since, and added: ${conversations} readings, ${documents} files`]),
    ...waiting.map(
      ({ readerId, capturedAtUtc, barcode, sample }) =>
        `  waits to be assigned: what ${readerId} read at ${capturedAtUtc} for plate ${barcode} of sample ${sample}`,
    ),
    ...warnings.map((one) => `  LOOK AT THIS: ${one}`),
    ...passedOver.map((one) => `  PASSED OVER: ${one}`),
  ];
}

export function renderRestored(dataFolder: string, manifest: Manifest, restored: Restored): string {
  const { findings, schema, config, hashesChecked, tookMs } = restored;
  const upgraded = schema.was === schema.is ? "" : `; its schema ${schema.was} is ${schema.is} now`;
  return [
    `Put back into ${dataFolder} in ${seconds(tookMs)}: the state of ${manifest.madeAtUtc}`,
    `  ${platesOf(manifest)}${upgraded}`,
    findings.length === 0
      ? `  verified: ${hashesChecked} hashes, all fit`
      : `  NOT WHOLE: ${findings.join("; ")}`,
    ...sinceLines(restored),
    ...config.map(({ was, is }) => `  ${was} is ${is}`),
    ...(config.length === 0 && manifest.configuration !== null
      ? [`  the configuration stays in the set; --config-to FILE puts it back as well`]
      : []),
    ...leftOutLines(manifest),
    "Everybody signs in anew. What was done after that time is not in it: look at docs/recovery.md.",
  ].join("\n");
}

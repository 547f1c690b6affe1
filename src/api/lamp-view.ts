import type { LampView } from "./lamp-views.ts";
import type { PlateSummaryView, ReaderView } from "./views.ts";

/** The public part of readers and plates; nothing of samples. The plates are newest first. */
export function lampView(
  readers: readonly ReaderView[],
  plates: readonly PlateSummaryView[],
  atUtc: string,
): LampView {
  const newest = [...plates].sort((a, b) => b.order - a.order);
  return {
    atUtc,
    readers: readers.map(({ id, state, sinceUtc, progress }) => ({
      id,
      state,
      sinceUtc,
      phase: progress?.phase ?? null,
      barcode: progress?.barcode ?? null,
    })),
    plates: newest.map((plate) => ({
      barcode: plate.barcode,
      readerId: plate.readerId,
      capturedAtUtc: plate.capturedAtUtc,
      lamp: plate.lamp,
      lampCode: plate.lampCode,
      sentence: plate.lampSentence,
      remedy: plate.lampRemedy,
    })),
  };
}

import type { BenchView, PlateSummaryView, RunView } from "../../api/views.ts";

export type Latest =
  | { readonly kind: "plate"; readonly plate: PlateSummaryView }
  | { readonly kind: "run"; readonly run: RunView };

/** The plate or the failed run that ended last; a run that became a plate counts as the plate. Null on a new bench. */
export function latestOf(bench: Pick<BenchView, "plates" | "runs">): Latest | null {
  const plates = bench.plates.map((plate) => ({
    order: plate.order,
    latest: { kind: "plate", plate } satisfies Latest as Latest,
  }));
  const runs = bench.runs
    .filter((run) => run.endedAtUtc !== null && run.plateId === null && run.state !== "captured")
    .map((run) => ({
      order: run.order,
      latest: { kind: "run", run } satisfies Latest as Latest,
    }));
  const ended = [...plates, ...runs].sort((a, b) => a.order - b.order);
  return ended.at(-1)?.latest ?? null;
}

/** The plate that one key reads again: the last one, where its lamp or its broken run asks for it. */
export function rereadBarcodeOf(latest: Latest | null): string | null {
  if (latest === null) return null;
  if (latest.kind === "run") return latest.run.barcode;
  return latest.plate.lamp === "re-read" ? latest.plate.barcode : null;
}

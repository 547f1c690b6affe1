import type { Lamp } from "../domain/lamp.ts";
import type { PlateRow } from "../store/plates.ts";
import type { TodayView } from "./lamp-views.ts";
import type { BenchView, PlateSummaryView } from "./views.ts";

/** More plates than a bench reads in a day. */
const MOST = 300;

/** The day so far. `newest` gives so many plates, those that came last first. */
export function today(
  newest: (limit: number) => readonly PlateRow[],
  summary: (plate: PlateRow) => PlateSummaryView,
  bench: Pick<BenchView, "plates" | "planned" | "notices" | "unassigned">,
  now: Date,
): TodayView {
  const sinceUtc = midnight(now, 0);
  const isToday = (plate: PlateSummaryView): boolean => plate.capturedAtUtc >= sinceUtc;
  const shown = bench.plates.filter(isToday);
  // The page's own plates tell all, unless every one of them is of today.
  const plates =
    shown.length < bench.plates.length ? shown : newest(MOST).map(summary).filter(isToday);
  const count = (lamp: Lamp): number => plates.filter((plate) => plate.lamp === lamp).length;
  return {
    sinceUtc,
    read: plates.length,
    byLamp: {
      "re-read": count("re-read"),
      look: count("look"),
      failed: count("failed"),
      good: count("good"),
      none: count("none"),
    },
    waiting: bench.unassigned.length,
    overdue: bench.notices.length,
    stillDue: bench.planned.filter(
      ({ dueAtUtc }) => dueAtUtc !== null && dueAtUtc < midnight(now, 1),
    ).length,
  };
}

/** The local midnight so many days after the one before `now`. */
function midnight(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
}

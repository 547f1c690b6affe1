import type { WellView } from "../../api/views.ts";
import { formatDose, formatInhibitor } from "../format.ts";

/** What stands in a well, e.g. `trametinib 2.5 µM, prednisolone 3.9 µg/mL` or `blank`. */
export function contentOf(well: WellView): string {
  if (well.role === null) return "no layout";
  if (well.arm === null) return well.role;
  const inhibitor = well.inhibitorUm === null ? "" : ` ${formatInhibitor(well.inhibitorUm)}`;
  const { prednisoloneUgPerMl: dose } = well;
  return `${well.arm}${inhibitor}${dose === null ? "" : `, prednisolone ${formatDose(dose)}`}`;
}

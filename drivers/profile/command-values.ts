/** What the placeholders of commands stand for in one read. */
import type { ReadRequest } from "../../src/instrument/contract.ts";
import type { CommandValues } from "./command-text.ts";
import { fault } from "./faults.ts";
import type { Profile } from "./profile-schema.ts";
import type { Session } from "./session.ts";

/** Placeholders that a profile may use beside its own options. */
export const PLACEHOLDERS = [
  "measurement_nm",
  "reference_nm",
  "measurement_position",
  "reference_position",
  "nm",
  "position",
  "nm_list",
  "position_list",
  "count",
] as const;

export function wavelengthsOf(request: ReadRequest): number[] {
  return [request.measurementNm, ...(request.referenceNm === null ? [] : [request.referenceNm])];
}

/**
 * Options, wavelengths, and their positions where the reader counts in those; a value that this read does not have is
 * left out. Throws WAVELENGTH_NOT_POSSIBLE or FILTERS_UNKNOWN.
 */
export function readValues(
  session: Session,
  request: ReadRequest,
  filtersNm: readonly (number | null)[] | null,
): CommandValues {
  const { profile, options } = session;
  const wavelengths = wavelengthsOf(request);
  if (wavelengths.length > profile.wavelengths.most_per_read && !readsOneByOne(profile)) {
    const most = profile.wavelengths.most_per_read;
    throw fault(
      "WAVELENGTH_NOT_POSSIBLE",
      `${wavelengths.length} wavelengths are asked for, the reader reads ${most}`,
    );
  }
  for (const nm of wavelengths) requireInRange(profile, nm);
  const positions =
    profile.wavelengths.model === "by-nanometre"
      ? []
      : wavelengths.map((nm) => positionOf(profile, nm, filtersNm));
  return {
    ...options.own,
    ...forWavelength("measurement_", wavelengths[0], positions[0]),
    ...forWavelength("reference_", wavelengths[1], positions[1]),
    nm_list: wavelengths.join(" "),
    ...(positions.length === 0 ? {} : { position_list: positions.join(" ") }),
    count: wavelengths.length,
  };
}

/** `nm` and `position`, for a command that is sent once for each wavelength. */
export function forWavelength(
  prefix: string,
  nm: number | undefined,
  position: number | undefined,
): CommandValues {
  return {
    ...(nm === undefined ? {} : { [`${prefix}nm`]: nm }),
    ...(position === undefined ? {} : { [`${prefix}position`]: position }),
  };
}

function readsOneByOne(profile: Profile): boolean {
  return Object.values(profile.commands).some((command) => command.per_wavelength);
}

function requireInRange({ wavelengths }: Profile, nm: number): void {
  if (nm >= wavelengths.min_nm && nm <= wavelengths.max_nm) return;
  const range = `${wavelengths.min_nm} to ${wavelengths.max_nm} nm`;
  throw fault(
    "WAVELENGTH_NOT_POSSIBLE",
    `${nm} nm is asked for; the reader measures from ${range}`,
  );
}

/** The position or slot of a filter, counted as the reader does. */
export function positionOf(
  profile: Profile,
  nm: number,
  filtersNm: readonly (number | null)[] | null,
): number {
  if (filtersNm === null) {
    throw fault("FILTERS_UNKNOWN", `the position of the ${nm} nm filter is not known`);
  }
  const index = filtersNm.indexOf(nm);
  if (index >= 0) return index + profile.wavelengths.first;
  const installed = filtersNm.filter((filter) => filter !== null).join(", ");
  throw fault(
    "WAVELENGTH_NOT_POSSIBLE",
    `no ${nm} nm filter is installed; there are ${installed} nm`,
  );
}

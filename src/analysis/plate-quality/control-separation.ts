import { MAD_TO_SD, median, medianAbsoluteDeviation } from "../statistics/median.ts";
import { finiteOrNull, mean, standardDeviation } from "../statistics/moments.ts";

/** How two groups of control wells stand apart; the unit is that of the values, percent where it says so. */
export interface ControlSeparation {
  readonly nControl: number;
  readonly nBlank: number;
  readonly meanControl: number | null;
  readonly sdControl: number | null;
  readonly cvControlPercent: number | null;
  readonly meanBlank: number | null;
  readonly sdBlank: number | null;
  readonly cvBlankPercent: number | null;
  readonly zPrime: number | null;
  readonly zPrimeRobust: number | null;
  readonly ssmd: number | null;
  readonly ssmdRobust: number | null;
  readonly signalToBackground: number | null;
  readonly signalToNoise: number | null;
}

/** Centre and spread of a group, whichever kind; null = cannot be computed. */
interface Group {
  readonly centre: number | null;
  readonly spread: number | null;
}

/**
 * Z', SSMD, their forms from medians and 1.4826 MAD, signal to background (ratio of means) and signal to noise
 * (difference of means over the blank SD). The caller leaves masked wells out. Null for what lacks its wells (two a
 * group for a spread) or would divide by zero. Source: Zhang 1999, Zhang XHD 2007; analysis reference, 1.7.
 */
export function describeSeparation(
  control: readonly number[],
  blank: readonly number[],
): ControlSeparation {
  const meanControl = mean(control);
  const meanBlank = mean(blank);
  const sdControl = standardDeviation(control);
  const sdBlank = standardDeviation(blank);
  const window = meanControl === null || meanBlank === null ? null : meanControl - meanBlank;
  return {
    nControl: control.length,
    nBlank: blank.length,
    meanControl,
    sdControl,
    cvControlPercent: percentOf(sdControl, meanControl),
    meanBlank,
    sdBlank,
    cvBlankPercent: percentOf(sdBlank, meanBlank),
    zPrime: zPrimeOf(control, blank),
    zPrimeRobust: zPrimeFrom(robustGroup(control), robustGroup(blank)),
    ssmd: ssmdOf(control, blank),
    ssmdRobust: ssmdFrom(robustGroup(control), robustGroup(blank)),
    signalToBackground: quotient(meanControl, meanBlank),
    signalToNoise: quotient(window, sdBlank),
  };
}

/** Z' = 1 - 3 (sd_c + sd_b) / |m_c - m_b|; null for fewer than two values in a group or equal means (Zhang 1999). */
export function zPrimeOf(control: readonly number[], blank: readonly number[]): number | null {
  return zPrimeFrom(plainGroup(control), plainGroup(blank));
}

/** SSMD = (m_c - m_b) / sqrt(s_c^2 + s_b^2); null for fewer than two values in a group or no variance (Zhang XHD 2007). */
export function ssmdOf(control: readonly number[], blank: readonly number[]): number | null {
  return ssmdFrom(plainGroup(control), plainGroup(blank));
}

function plainGroup(values: readonly number[]): Group {
  return { centre: mean(values), spread: standardDeviation(values) };
}

/** One value has no spread: its MAD of 0 would be no estimate. */
function robustGroup(values: readonly number[]): Group {
  const centre = median(values);
  if (centre === null || values.length < 2) return { centre, spread: null };
  const mad = medianAbsoluteDeviation(values, centre);
  return { centre, spread: mad === null ? null : MAD_TO_SD * mad };
}

function zPrimeFrom(control: Group, blank: Group): number | null {
  const window = windowBetween(control, blank);
  if (control.spread === null || blank.spread === null || window === null || window === 0) {
    return null;
  }
  return finiteOrNull(1 - (3 * (control.spread + blank.spread)) / Math.abs(window));
}

function ssmdFrom(control: Group, blank: Group): number | null {
  const window = windowBetween(control, blank);
  if (control.spread === null || blank.spread === null || window === null) return null;
  return finiteOrNull(window / Math.hypot(control.spread, blank.spread));
}

function windowBetween(control: Group, blank: Group): number | null {
  return control.centre === null || blank.centre === null ? null : control.centre - blank.centre;
}

function percentOf(part: number | null, whole: number | null): number | null {
  return part === null ? null : quotient(100 * part, whole);
}

function quotient(above: number | null, below: number | null): number | null {
  return above === null || below === null ? null : finiteOrNull(above / below);
}

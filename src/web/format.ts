/** Numbers and times as people read them. Exact values stay in the views; only here they are rounded. */

const MISSING = "–";

const plainNumber = new Intl.NumberFormat("en-GB", {
  maximumFractionDigits: 12,
  useGrouping: false,
});
const instant = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const groupedNumber = new Intl.NumberFormat("en-GB");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const dayAndClock = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "short" });

/** Absorbance in AU to the reader's three decimals. */
export function formatAbsorbance(absorbance: number | null): string {
  return absorbance === null ? MISSING : minus(absorbance.toFixed(3));
}

export function formatPercent(percent: number | null, decimals = 0): string {
  return percent === null ? MISSING : `${minus(percent.toFixed(decimals))} %`;
}

/** A concentration as it is spoken of, without an exponent or trailing zeros: 250, 62.5, 15.6, 3.9, 0.98, 0.061. */
export function formatConcentration(value: number): string {
  if (value === 0) return "0";
  return plainNumber.format(Number(value.toPrecision(value < 10 ? 2 : 3)));
}

export function formatDose(ugPerMl: number | null): string {
  return ugPerMl === null ? MISSING : `${formatConcentration(ugPerMl)} µg/mL`;
}

export function formatInhibitor(um: number | null): string {
  return um === null ? MISSING : `${formatConcentration(um)} µM`;
}

/** A figure of the quality panel: enough digits to compare it with its limit, none where wells are counted. */
export function formatFigure(value: number | null, unit: string): string {
  if (value === null) return MISSING;
  const size = Math.abs(value);
  const decimals = unit === "wells" ? 0 : unit === "AU" ? 3 : size < 10 ? 2 : 1;
  const text = value.toFixed(decimals);
  return unit === "" ? minus(text) : `${minus(text)} ${unit}`;
}

export function formatLc50(lc50: { relation: string; valueUgPerMl: number } | null): string {
  if (lc50 === null) return "LC50 not determined";
  return `LC50 ${lc50.relation} ${formatDose(lc50.valueUgPerMl)}`;
}

/** The dose alone, with the sign of a bound: `= 0.2` is `0.2`, `> 250` stays. */
export function formatLc50Value(lc50: { relation: string; valueUgPerMl: number } | null): string {
  if (lc50 === null) return MISSING;
  const value = formatConcentration(lc50.valueUgPerMl);
  return lc50.relation === "=" ? value : `${lc50.relation} ${value}`;
}

/** `0.1 to 0.4`; an open end is said; null where both are. */
export function formatInterval(lower: number | null, upper: number | null): string | null {
  if (lower === null && upper === null) return null;
  if (lower === null) return `up to ${formatConcentration(upper ?? 0)}`;
  if (upper === null) return `from ${formatConcentration(lower)}`;
  return `${formatConcentration(lower)} to ${formatConcentration(upper)}`;
}

/** The time of a day, with the date when it is not today's. */
export function formatMoment(utc: string, nowMs = Date.now()): string {
  const date = new Date(utc);
  const today = day.format(date) === day.format(new Date(nowMs));
  return today ? clock.format(date) : dayAndClock.format(date);
}

export function formatClock(ms: number): string {
  return clockWithSeconds.format(new Date(ms));
}

/** How far the local time of a moment is from UTC: `UTC+1`, `UTC−3:30`. */
export function formatUtcOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

/** Whole seconds, from two minutes on minutes and seconds. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The size of a file, in bytes or in kB and MB of 1000 and a million bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}

/** An end of a colour scale, with a true minus. */
export function formatScaleEnd(value: number): string {
  return minus(plainNumber.format(value));
}

/** A difference with its sign, so that it is read without colour: `+0.012`, `−1.4`, `0.000`. */
export function formatSigned(value: number | null, decimals: number): string {
  if (value === null) return MISSING;
  const text = value.toFixed(decimals);
  return Number(text) > 0 ? `+${text}` : minus(text).replace(/^−(?=0(\.0*)?$)/, "");
}

/** A probability: two significant digits, and below 0.001 only that. */
export function formatP(p: number | null): string {
  if (p === null) return MISSING;
  return p < 0.001 ? "< 0.001" : plainNumber.format(Number(p.toPrecision(2)));
}

/** The beginning of a SHA-256, enough to recognise it. */
export function formatHash(sha256: string | null): string {
  return sha256 === null || sha256 === "" ? MISSING : sha256.slice(0, 12);
}

function minus(text: string): string {
  return text.replace("-", "−");
}

/** A number of things: `12,345`. */
export function formatCount(count: number): string {
  return groupedNumber.format(count);
}

/** Date and time to the second with the zone: `14 Mar 2026, 10:21:30 UTC+1`. */
export function formatInstant(utc: string): string {
  const date = new Date(utc);
  return `${instant.format(date)} ${formatUtcOffset(date)}`;
}

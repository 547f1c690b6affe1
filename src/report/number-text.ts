/** Numbers and times as the report prints them. Rounded for reading only; `–` stands for a number that is missing. */
import { formatNumber } from "../analysis/explain-verdict.ts";

export const MISSING = "–";

/** Three significant digits with a true minus sign. */
export function numberText(value: number | null): string {
  return trueMinus(formatNumber(value));
}

/** With the unit behind it, where there is a number. */
export function withUnit(value: number | null, unit: string): string {
  return value === null || unit === "" ? numberText(value) : `${numberText(value)} ${unit}`;
}

/** Absorbance in AU to the three decimals of a reader. */
export function absorbanceText(value: number | null): string {
  return value === null ? MISSING : fixed(value, 3);
}

/** Survival in percent and differences of it in points, to one decimal, without the unit. */
export function percentText(value: number | null): string {
  return value === null ? MISSING : fixed(value, 1);
}

/** What rounds to zero has no sign. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : trueMinus(text);
}

/** `61.2 ± 3.4`; the mean alone where there is no second number. */
export function plusMinus(value: number | null, spread: number | null): string {
  if (value === null || spread === null) return percentText(value);
  return `${percentText(value)} ± ${percentText(spread)}`;
}

/** `2026-03-06 15:00:12 UTC` from ISO 8601 UTC text; a text of another form stays as it is. */
export function momentText(utc: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(utc);
  return match === null ? utc : `${match[1]} ${match[2]} UTC`;
}

export function trueMinus(text: string): string {
  return text.replaceAll("-", "−");
}

/** A length of time for people, e.g. `61 s`, `3 h 20 min`, `12 days`. */
export function secondsText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 600) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

/** `UTC`, `UTC+1`, `UTC−3:30`: what local time is ahead of UTC. */
export function utcOffsetText(offsetMin: number): string {
  if (offsetMin === 0) return "UTC";
  const minutes = Math.abs(offsetMin);
  const rest = minutes % 60 === 0 ? "" : `:${String(minutes % 60).padStart(2, "0")}`;
  return `UTC${offsetMin < 0 ? "−" : "+"}${Math.floor(minutes / 60)}${rest}`;
}

/** A moment as local time with its zone, e.g. `2026-03-06 15:10:00 UTC+1`; a text that is no moment as it is. */
export function localText(utc: string, offsetMin: number): string {
  const ms = Date.parse(utc);
  if (Number.isNaN(ms)) return utc;
  const local = new Date(ms + offsetMin * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${utcOffsetText(offsetMin)}`;
}

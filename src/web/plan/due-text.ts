/** Times as people type them into a plan, in this computer's local time. */

const FULL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d?):(\d\d)$/;
const CLOCK = /^(\d\d?):(\d\d)$/;

/**
 * ISO 8601 with the local offset of that moment. `2026-03-06 15:00`, or `15:00` for today; what is neither comes back as
 * it is, for the check to say so.
 */
export function dueFromText(text: string, now: Date): string {
  const entered = text.trim();
  const full = FULL.exec(entered);
  const clock = CLOCK.exec(entered);
  if (full !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = full.slice(1).map(Number);
    return zoned(new Date(year, month - 1, day, hour, minute), entered);
  }
  if (clock !== null) {
    const [hour = 0, minute = 0] = clock.slice(1).map(Number);
    return zoned(new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute), entered);
  }
  return entered;
}

/** As it is typed: `2026-03-06 15:00`. */
export function textOfDue(date: Date): string {
  return `${dayOf(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function zoned(date: Date, entered: string): string {
  if (Number.isNaN(date.getTime())) return entered;
  // 31 February is silently another day; nobody meant that one.
  const [, , , day] = FULL.exec(entered) ?? [];
  if (day !== undefined && Number(day) !== date.getDate()) return entered;
  const offset = -date.getTimezoneOffset();
  const size = Math.abs(offset);
  const sign = offset < 0 ? "-" : "+";
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:00`;
  return `${dayOf(date)}T${clock}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

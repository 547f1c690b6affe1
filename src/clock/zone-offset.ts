/**
 * What local time in a zone (`Europe/Amsterdam`) is ahead of UTC at a moment, in minutes; null where the zone is not
 * known or the moment is none.
 */
export function zoneOffsetMin(zone: string, atMs: number): number | null {
  if (Number.isNaN(atMs)) return null;
  const format = formatOf(zone);
  if (format === null) return null;
  const name = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  if (name === "GMT" || name === "UTC") return 0;
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (hours === undefined) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = makeFormat(zone);
  formats.set(zone, made);
  return made;
}

function makeFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
}

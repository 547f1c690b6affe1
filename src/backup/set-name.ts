/** Names of sets: when it was made and of which store, so that they sort by time and several benches can share a folder. */

export interface SetName {
  /** ISO 8601 UTC with milliseconds. */
  readonly madeAtUtc: string;
  /** The beginning of the store's id. */
  readonly store: string;
  /** `made` as a set is called that was verified, or what is left of one. */
  readonly state: "made" | "failed" | "part" | "removing";
}

const NAME =
  /^platewarden-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f]{8})(?:\.(failed|part|removing))?$/;

const NO_STORE = "00000000";

function shortStore(storeId: string | null): string {
  return storeId?.slice(0, NO_STORE.length) ?? NO_STORE;
}

/** `platewarden-20260306T140000123Z-3f9a2c1d` */
export function setName(madeAtUtc: string, storeId: string | null): string {
  return `platewarden-${madeAtUtc.replace(/[-:.]/g, "")}-${shortStore(storeId)}`;
}

/** Null for a name that no set has. */
export function parseSetName(name: string): SetName | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, ms, store = "", state = "made"] = found;
  const madeAtUtc = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
  if (Number.isNaN(Date.parse(madeAtUtc))) return null;
  return { madeAtUtc, store, state: state as SetName["state"] };
}

export function isOfStore(name: SetName, storeId: string | null): boolean {
  return name.store === shortStore(storeId);
}

/** Thresholds under names: each change of a name is a further version, and no version ever changes. */
import { type AnalysisSettings, DEFAULT_SETTINGS, parseSettings } from "../analysis/settings.ts";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import type { SettingsVersionRow } from "../store/settings.ts";

/** The name under which the daemon keeps what stands in its configuration. */
export const CONFIGURATION = "configuration";
/** The name of the thresholds that the program came with. */
export const DEFAULTS = "defaults";
const OWN_NAMES: readonly string[] = [CONFIGURATION, DEFAULTS];

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const REFERENCE = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?:@([1-9]\d{0,5}))?$/;

export interface NamedSettings {
  /** `lab-2026@3`; `defaults` alone for those of the program. */
  readonly label: string;
  readonly name: string;
  /** Null for the program's defaults, as long as nobody has put them to use. */
  readonly version: number | null;
  /** Of the settings as this program reads them; what its analyses carry. */
  readonly sha256: string;
  readonly settings: AnalysisSettings;
}

/** Who changes something, and why. */
export interface Said {
  readonly by: string;
  readonly reason: string;
}

/** Without spaces around; throws REQUEST_INVALID when one is missing. */
export function requireSaid(said: Said, what: string): Said {
  const by = said.by.trim();
  const reason = said.reason.trim();
  const missing = [...(reason === "" ? ["a reason"] : []), ...(by === "" ? ["a name"] : [])];
  if (missing.length === 0) return { by, reason };
  throw new PlatewardenError("REQUEST_INVALID", `To ${what}, ${missing.join(" and ")} is needed.`);
}

/** The text that is stored and hashed. */
export function settingsBody(settings: AnalysisSettings): { body: string; sha256: string } {
  const body = canonicalJson(settings);
  return { body, sha256: sha256(body) };
}

/** Settings as they are stored; one that the program has gained since takes its default. Null when there are none. */
export function storedSettings(store: Store, settingsSha256: string): AnalysisSettings | null {
  const body = store.analyses.settings(settingsSha256);
  return body === null ? null : parseSettings(JSON.parse(body));
}

export function settingsOf(store: Store, row: SettingsVersionRow): NamedSettings {
  const settings = storedSettings(store, row.sha256);
  if (settings === null) throw new Error(`settings ${row.sha256} are not in the database`);
  return {
    label: `${row.name}@${row.version}`,
    name: row.name,
    version: row.version,
    sha256: settingsBody(settings).sha256,
    settings,
  };
}

function unknown(store: Store, message: string): PlatewardenError {
  const known = [...new Set(store.settings.all().map((row) => row.name))];
  return new PlatewardenError("SETTINGS_UNKNOWN", message, { detail: { known } });
}

/** `NAME@VERSION`, or `NAME` for its newest version. Throws SETTINGS_UNKNOWN. */
export function requireSettings(store: Store, reference: string): NamedSettings {
  const [, name = "", version] = REFERENCE.exec(reference.trim()) ?? [];
  if (name === DEFAULTS && version === undefined) {
    const { sha256 } = settingsBody(DEFAULT_SETTINGS);
    return { label: DEFAULTS, name, version: null, sha256, settings: DEFAULT_SETTINGS };
  }
  const newest = store.settings.newest(name);
  if (newest === null) throw unknown(store, `There are no settings “${reference}”.`);
  const row = version === undefined ? newest : store.settings.version(name, Number(version));
  if (row !== null) return settingsOf(store, row);
  throw unknown(
    store,
    `There is no version ${version} of settings ${name}; the newest is ${newest.version}.`,
  );
}

/**
 * What settings are called by people: the name in use where they have several; null where nobody has named them. A
 * version that lacks what the program has gained since is found by what it says now.
 */
export function settingsLabel(store: Store, settingsSha256: string): string | null {
  const all = store.settings.all();
  const exact = all.filter((row) => row.sha256 === settingsSha256);
  const rows =
    exact.length > 0
      ? exact
      : all.filter((row) => settingsOf(store, row).sha256 === settingsSha256);
  const chosen = store.settings.chosen();
  const row =
    rows.find((one) => one.name === chosen?.name && one.version === chosen.version) ?? rows[0];
  if (row !== undefined) return `${row.name}@${row.version}`;
  return settingsSha256 === settingsBody(DEFAULT_SETTINGS).sha256 ? DEFAULTS : null;
}

/** The name, or where there is none the beginning of the hash. */
export function shownSettings(store: Store, settingsSha256: string): string {
  return settingsLabel(store, settingsSha256) ?? settingsSha256.slice(0, 12);
}

export interface SavedSettings {
  readonly saved: NamedSettings;
  /** False when the newest version said the same already: then nothing was stored. */
  readonly isNew: boolean;
}

/** A further version of a name, whoever may use that name; none when the newest says the same. One transaction. */
export function recordSettings(
  store: Store,
  name: string,
  settings: AnalysisSettings,
  said: Said,
): SavedSettings {
  return store.inTransaction(() => {
    const newest = store.settings.newest(name);
    const { body, sha256 } = settingsBody(settings);
    if (newest !== null && settingsOf(store, newest).sha256 === sha256) {
      return { saved: settingsOf(store, newest), isNew: false };
    }
    const row: SettingsVersionRow = {
      name,
      version: (newest?.version ?? 0) + 1,
      sha256,
      reason: said.reason,
      by_name: said.by,
      at_utc: store.nowUtc(),
    };
    store.analyses.insertSettings(sha256, body);
    store.settings.insertVersion(row);
    store.journal.audit({
      atUtc: row.at_utc,
      actor: said.by,
      action: "settings.save",
      subject: `${row.name}@${row.version}`,
      detail: { sha256, reason: said.reason },
    });
    return { saved: settingsOf(store, row), isNew: true };
  });
}

/**
 * Saves thresholds under a name of the lab's own; what is left out takes its default. Throws SETTINGS_NAME_INVALID,
 * SETTINGS_INVALID with everything that is wrong, or REQUEST_INVALID; then nothing is stored.
 */
export function saveSettings(
  store: Store,
  name: string,
  thresholds: unknown,
  said: Said,
): SavedSettings {
  if (!NAME.test(name) || OWN_NAMES.includes(name.toLowerCase())) {
    const why = OWN_NAMES.includes(name.toLowerCase()) ? "belongs to the program" : "is no name";
    throw new PlatewardenError("SETTINGS_NAME_INVALID", `“${name}” ${why}.`, { detail: { name } });
  }
  const settings = parseSettings(thresholds);
  return recordSettings(store, name, settings, requireSaid(said, "save settings"));
}

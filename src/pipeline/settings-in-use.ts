/** Which settings everything is analysed with: what was said last counts, by a command or by the configuration. */
import { type AnalysisSettings, DEFAULT_SETTINGS } from "../analysis/settings.ts";
import type { Store } from "../store/open-store.ts";
import type { SettingsChoiceRow } from "../store/settings.ts";
import {
  CONFIGURATION,
  type NamedSettings,
  recordSettings,
  requireSaid,
  requireSettings,
  type Said,
  settingsBody,
  settingsOf,
  shownSettings,
  storedSettings,
} from "./settings-records.ts";

/** Asked before every analysis; what a version says never changes. */
const remembered = new WeakMap<Store, { readonly rowSha256: string; chosen: NamedSettings }>();

/** Before a choice was ever made: what the newest analysis was made with, else the defaults. */
function unnamedSettings(store: Store): NamedSettings {
  const stored = store.analyses.newestSettings();
  const settings = (stored === null ? null : storedSettings(store, stored)) ?? DEFAULT_SETTINGS;
  const { sha256 } = settingsBody(settings);
  return { label: shownSettings(store, sha256), name: "", version: null, sha256, settings };
}

/** The settings that count now, also for commands beside the daemon. */
export function settingsInUse(store: Store): NamedSettings {
  const choice = store.settings.chosen();
  if (choice === null) return unnamedSettings(store);
  const row = store.settings.version(choice.name, choice.version);
  if (row === null) throw new Error(`settings ${choice.name}@${choice.version} are not there`);
  const known = remembered.get(store);
  const isKnown =
    known?.rowSha256 === row.sha256 &&
    known.chosen.name === row.name &&
    known.chosen.version === row.version;
  if (isKnown) return known.chosen;
  const chosen = settingsOf(store, row);
  remembered.set(store, { rowSha256: row.sha256, chosen });
  return chosen;
}

function choose(store: Store, name: string, version: number, said: Said): void {
  const now = store.nowUtc();
  store.settings.insertChoice({
    name,
    version,
    reason: said.reason,
    by_name: said.by,
    at_utc: now,
  });
  store.journal.change("settings", `${name}@${version}`, now);
  store.journal.audit({
    atUtc: now,
    actor: said.by,
    action: "settings.use",
    subject: `${name}@${version}`,
    detail: { reason: said.reason },
  });
}

/**
 * Puts settings to use: from now on every analysis is made with them. Nothing is stored when they are in use already.
 * Stored analyses stay as they are until `reanalyse` has run. Throws SETTINGS_UNKNOWN or REQUEST_INVALID.
 */
export function useSettings(store: Store, reference: string, said: Said): NamedSettings {
  const { by, reason } = requireSaid(said, "put settings to use");
  return store.inTransaction(() => {
    const wanted = requireSettings(store, reference);
    const { name, version } =
      wanted.version === null
        ? recordSettings(store, wanted.name, wanted.settings, { by, reason }).saved
        : wanted;
    const before = store.settings.chosen();
    if (version === null) throw new Error(`settings ${reference} have no version`);
    if (before?.name !== name || before.version !== version)
      choose(store, name, version, { by, reason });
    return settingsInUse(store);
  });
}

export interface AdoptedConfiguration {
  readonly inUse: NamedSettings;
  /** The choice that keeps the configuration's own settings from being used; null when they are in use. */
  readonly overruledBy: SettingsChoiceRow | null;
}

/**
 * Records what stands in the configuration, when it says something new: then it is put to use. A configuration that has
 * not changed since the daemon looked last leaves a choice that somebody has made in between. One transaction.
 */
export function adoptConfiguration(store: Store, settings: AnalysisSettings): AdoptedConfiguration {
  return store.inTransaction(() => {
    const said: Said = { by: "daemon", reason: "It stands in the configuration." };
    const { saved, isNew } = recordSettings(store, CONFIGURATION, settings, said);
    if (saved.version !== null && (isNew || store.settings.chosen() === null)) {
      choose(store, CONFIGURATION, saved.version, said);
    }
    const chosen = store.settings.chosen();
    const inUse = settingsInUse(store);
    return { inUse, overruledBy: inUse.sha256 === saved.sha256 ? null : chosen };
  });
}

/** The order of an upgrade, and of the way back: what each step does to a computer is handed in. */

/** What became of the data when going back. */
export type DataReturn =
  | { readonly kind: "untouched" }
  /** The copy of before the migration is in place; the migrated database is kept under this name. */
  | { readonly kind: "put-back"; readonly aside: string }
  /** Going back would hide something; the sentence says what. */
  | { readonly kind: "impossible"; readonly why: string };

export interface UpgradeSteps<Remembered> {
  /** Makes a backup while the version before works; a sentence about where. */
  backUp(): string;
  /** Puts the new program beside the old one. */
  install(): void;
  stop(): void;
  /** What the data are like when nobody works on them. */
  remember(): Remembered;
  /** Brings the configuration to the new form. */
  bringConfig(): void;
  switchTo(which: "new" | "old"): void;
  /** Resolves with null once that version is healthy and stays so, else with why it is not. */
  startAndWait(which: "new" | "old"): Promise<string | null>;
  /** Starts the new version without waiting, to be tried again and again by the service manager. */
  leaveStarted(): void;
  returnData(remembered: Remembered): DataReturn;
  returnConfig(): void;
  /** Removes programs that are older than the version before. */
  tidy(): void;
}

export type UpgradeOutcome =
  | { readonly kind: "upgraded"; readonly backup: string }
  | {
      readonly kind: "went-back";
      readonly why: string;
      readonly data: DataReturn;
      /** Null when the version before is healthy again, else why it is not. */
      readonly oldTrouble: string | null;
    }
  | { readonly kind: "stayed"; readonly why: string; readonly data: string };

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Null when the new version works, else why not. */
async function tryNew<R>(steps: UpgradeSteps<R>): Promise<string | null> {
  try {
    steps.bringConfig();
    steps.switchTo("new");
    return await steps.startAndWait("new");
  } catch (error) {
    return reasonOf(error);
  }
}

/** Data that nobody can look at are left to the version that they belong to now. */
function stopAndReturnData<R>(steps: UpgradeSteps<R>, remembered: R): DataReturn {
  try {
    steps.stop();
    return steps.returnData(remembered);
  } catch (error) {
    return { kind: "impossible", why: reasonOf(error) };
  }
}

/**
 * Backup, new program, stop, switch, start, wait. When the new version does not become healthy the one before is put to
 * work again, with its configuration and, where the new one had changed the database's schema, with the database of
 * before; unless that would hide a plate or anybody's word: then the new version stays. Rejects when something fails
 * before the service was stopped: nothing has changed then but that there is a backup and maybe another program.
 */
export async function upgrade<R>(
  steps: UpgradeSteps<R>,
  tell: (sentence: string) => void,
): Promise<UpgradeOutcome> {
  const backup = steps.backUp();
  tell(backup);
  steps.install();
  tell("The new program is beside the old one.");
  let remembered: R;
  try {
    steps.stop();
    remembered = steps.remember();
  } catch (error) {
    // Nothing has changed: the same version goes on.
    return goBack(steps, reasonOf(error), { kind: "untouched" });
  }
  tell("The version before is stopped.");
  const why = await tryNew(steps);
  if (why === null) {
    steps.tidy();
    return { kind: "upgraded", backup };
  }
  tell(`The new version is not healthy: ${why}`);
  const data = stopAndReturnData(steps, remembered);
  if (data.kind === "impossible") {
    steps.leaveStarted();
    return { kind: "stayed", why, data: data.why };
  }
  return goBack(steps, why, data);
}

/** What goes wrong on the way back keeps nothing from being tried: a service that stands still captures no plate. */
async function goBack<R>(
  steps: UpgradeSteps<R>,
  why: string,
  data: DataReturn,
): Promise<UpgradeOutcome> {
  const troubles: string[] = [];
  // The database is right already: a power cut from here on leaves one that both versions can open.
  for (const step of [steps.returnConfig, () => steps.switchTo("old")]) {
    try {
      step();
    } catch (error) {
      troubles.push(reasonOf(error));
    }
  }
  try {
    troubles.push((await steps.startAndWait("old")) ?? "");
  } catch (error) {
    troubles.push(reasonOf(error));
  }
  const trouble = troubles.filter((one) => one !== "").join("; ");
  return { kind: "went-back", why, data, oldTrouble: trouble === "" ? null : trouble };
}

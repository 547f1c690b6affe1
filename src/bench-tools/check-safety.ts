/** Whether what is captured would outlast a bad day: backups, proofs of the store, secrets, readers that were exchanged. */
import { existsSync, statSync } from "node:fs";
import { backupStanding } from "../backup/backup-standing.ts";
import { type Config, databaseFile } from "../daemon/config.ts";
import { counted } from "../domain/counted.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { lastProofs } from "../observe/last-proofs.ts";
import { openStoreToRead, type Store } from "../store/open-store.ts";
import { attention, broken, type CheckFinding, ok } from "./check-finding.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** How a laboratory has its store proven. */
interface ProofRule {
  /** After so long without a proof something keeps the daemon from it; null where it makes none by itself. */
  readonly lateMs: number | null;
  readonly remedy: string;
}

function proofRule(config: Config): ProofRule {
  const everyH = config.integrity?.verifyEveryH ?? 0;
  if (everyH === 0) {
    const remedy =
      "Nothing is proven by itself here: set `verify_every_h` under [integrity], or have `platewarden verify` run regularly; it tells at once and leaves no entry.";
    return { lateMs: null, remedy };
  }
  const remedy = `It does so by itself every ${everyH} h while it runs (\`verify_every_h\` under [integrity]); \`platewarden verify\` tells at once.`;
  return { lateMs: 2 * everyH * HOUR_MS + DAY_MS, remedy };
}

function checkBackups(config: Config, now: Date): CheckFinding {
  const { code, sentence, remedy } = backupStanding(
    config.backup ?? null,
    { dataFolder: config.dataFolder },
    now,
  );
  if (code === "fine") return ok("backups", sentence);
  const isBad = code === "unreachable" || code === "late";
  return isBad ? broken("backups", sentence, remedy) : attention("backups", sentence, remedy);
}

function checkProof(store: Store, rule: ProofRule, now: Date): CheckFinding {
  const { verifyUtc, verifyFindings } = lastProofs(store);
  const check = "data.verify";
  if (verifyUtc === null)
    return attention(check, "The daemon has not proven the store yet.", rule.remedy);
  const sentence = `The store was proven last at ${verifyUtc}, with ${counted(verifyFindings ?? 0, "finding")}.`;
  if ((verifyFindings ?? 0) > 0)
    return broken(
      check,
      sentence,
      "Run `platewarden verify`, which lists them, and keep the computer as it is until they are understood.",
    );
  const isLate = rule.lateMs !== null && now.getTime() - Date.parse(verifyUtc) > rule.lateMs;
  return isLate ? attention(check, sentence, rule.remedy) : ok(check, sentence);
}

function checkSerials(store: Store): CheckFinding[] {
  const changed = store.notices.standingOf("reader-changed");
  return changed.map(({ subject, sentence }) =>
    attention(`reader.${subject}.serial`, sentence, "Say on the page Notices that it is seen to."),
  );
}

function checkIncidents(store: Store): CheckFinding {
  const open = store.incidents.open();
  if (open.length === 0) return ok("incidents", "No incident goes on.");
  const parts = [...new Set(open.map(({ part }) => part))].join(", ");
  return attention(
    "incidents",
    `${counted(open.length, "incident")} ${open.length === 1 ? "goes" : "go"} on: ${parts}.`,
    "See `platewarden incidents list --open`.",
  );
}

function checkSecrets({ secretFiles = [] }: Config): CheckFinding[] {
  return secretFiles.flatMap(({ key, path }): CheckFinding[] => {
    if (path === null || !existsSync(path)) return [];
    const others = statSync(path).mode & 0o077;
    return others === 0
      ? [ok(`secret.${key}`, `The file of \`${key}\` is its owner's alone.`)]
      : [
          broken(
            `secret.${key}`,
            `The file of \`${key}\` can be read or changed by others: ${path}.`,
            `chmod go-rwx ${path}   (and make a new secret: somebody may know this one)`,
          ),
        ];
  });
}

function withStore(config: Config, work: (store: Store) => CheckFinding[]): CheckFinding[] {
  try {
    const store = openStoreToRead(databaseFile(config.dataFolder));
    try {
      return work(store);
    } finally {
      store.close();
    }
  } catch (error) {
    // What is wrong with the database stands under `data.database`.
    if (error instanceof PlatewardenError) return [];
    throw error;
  }
}

export function checkSafety(config: Config, now: Date): CheckFinding[] {
  return [
    checkBackups(config, now),
    ...checkSecrets(config),
    ...withStore(config, (store) => [
      checkProof(store, proofRule(config), now),
      checkIncidents(store),
      ...checkSerials(store),
    ]),
  ];
}

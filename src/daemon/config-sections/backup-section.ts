/** `[backup]` of the configuration: where sets are kept, how often one is made, and for whom it is encrypted. */
import { resolve } from "node:path";
import { z } from "zod";
import type { BackupRule } from "../../backup/backup-rule.ts";

/** A public key of age, in the letters of Bech32 (BIP 173); whether it is one is known when it is used. */
const RECIPIENT = /^age1[a-z0-9]{20,}$/;

const kept = z.int().min(0).max(1000);

export const backupSection = z.strictObject({
  folder: z.string().min(1),
  every_h: z.number().min(0).max(744).default(24),
  keep_daily: kept.default(14),
  keep_weekly: kept.default(8),
  keep_monthly: kept.default(12),
  recipients: z.array(z.string().regex(RECIPIENT, "this is no public key of age")).default([]),
});

export const BACKUP_KEYS = [
  "folder",
  "every_h",
  "keep_daily",
  "keep_weekly",
  "keep_monthly",
  "recipients",
] as const;

export const BACKUP_ADVICE: Readonly<Record<string, string>> = {
  "backup.folder":
    'Name a folder on another disk or a share, e.g. folder = "/srv/backup/platewarden".',
  every_h: "A set is made every so many hours, usually 24; 0 when a timer of the system does it.",
  keep_daily: "For so many days the newest set of each is kept; a whole number, usually 14.",
  keep_weekly: "For so many weeks the newest set of each is kept; a whole number, usually 8.",
  keep_monthly: "For so many months the newest set of each is kept; a whole number, usually 12.",
  recipients:
    "Write public keys as `platewarden backup key FILE` or age-keygen prints them, age1 and letters.",
};

/** Relative folders count from `folder`. */
export function toBackupRule(backup: z.output<typeof backupSection>, folder: string): BackupRule {
  return {
    folder: resolve(folder, backup.folder),
    everyH: backup.every_h,
    keepDaily: backup.keep_daily,
    keepWeekly: backup.keep_weekly,
    keepMonthly: backup.keep_monthly,
    recipients: backup.recipients,
  };
}

/** Errors of backups, and of putting one back. */

import type { ErrorEntry } from "../error-entry.ts";

export const BACKUP_ERRORS = {
  BACKUP_DAMAGED: {
    blame: "admin",
    httpStatus: 500,
    what: "A file of a backup is missing or not what was written into it.",
    remedy:
      "Take another set: `platewarden backup list` shows them. Look at the disk that this one lies on.",
  },
  BACKUP_ENCRYPTED: {
    blame: "caller",
    httpStatus: 400,
    what: "A backup is encrypted, and no key was named, or not one that opens it.",
    remedy:
      "Name the file of the secret key with `--identity FILE`; the manifest of the set says for which public keys it was made.",
  },
  BACKUP_FOLDER_MISSING: {
    blame: "admin",
    httpStatus: 503,
    retry: true,
    what: "The folder for backups is not there or cannot be written.",
    remedy:
      "Look whether the disk or share is there and mounted, and whether this user may write the folder; then make a set with `platewarden backup`.",
  },
  BACKUP_FULL: {
    blame: "admin",
    httpStatus: 507,
    retry: true,
    what: "There is not enough room to make or to put back a backup.",
    remedy:
      "Free space on the disk that is named, or keep fewer sets (`keep_daily` and its like under `[backup]`). The data themselves are unharmed.",
  },
  BACKUP_KEY_INVALID: {
    blame: "admin",
    httpStatus: 400,
    what: "A key for encrypting or opening backups is not one.",
    remedy:
      "Make a pair with `platewarden backup key FILE`; under `recipients` stands the public key that it prints.",
  },
  BACKUP_NOT_CONFIGURED: {
    blame: "admin",
    httpStatus: 400,
    what: "Nothing says where backups are.",
    remedy:
      'Name the folder under `[backup]` in the configuration, e.g. `folder = "/srv/backup/platewarden"`, or with `--to FOLDER`.',
  },
  BACKUP_NOT_VERIFIED: {
    blame: "admin",
    httpStatus: 500,
    what: "What a backup gives back is not whole.",
    remedy:
      "When it is made: run `platewarden verify`, which says whether the bench's own data are damaged. When it is put back: take an older one, or where there is nothing better, `--despite-findings`. docs/recovery.md has the steps.",
  },
  BACKUP_RUNNING: {
    blame: "caller",
    httpStatus: 409,
    retry: true,
    what: "Another process is just making a backup of this data folder.",
    remedy: "Wait until it is done, and look at `platewarden backup list`.",
  },
  BACKUP_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no backup in this place.",
    remedy: "Name a set, or the folder of the sets; `platewarden backup list` shows them.",
  },
  RESTORE_TARGET_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "A backup is to be put into a folder that is not empty.",
    remedy:
      "Name an empty folder. To put it in the place of what is there, stop the daemon, give the old folder another name, and try again.",
  },
  RESTORE_UNFINISHED: {
    blame: "admin",
    httpStatus: 503,
    what: "A backup was being put back into this data folder, and that was broken off.",
    remedy: "Run the same `platewarden restore` again; it begins anew.",
  },
} as const satisfies Record<string, ErrorEntry>;

/** Errors of what people write: configuration, layouts, plans, profiles, settings, tables, studies, exports. */

import type { ErrorEntry } from "../error-entry.ts";

export const FILE_ERRORS = {
  ANNOTATIONS_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "A table of annotations of samples has cells that cannot be read, or that may be read in two ways.",
    remedy:
      "Mend what the command lists, by line and column; nothing of the file has been imported. How to write one is in docs/cohort.md.",
  },
  ANNOTATION_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No annotation has this name.",
    remedy: "List the annotations with `platewarden annotations list`.",
  },
  CONFIG_INVALID: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file is damaged or says something impossible.",
    remedy:
      "Mend what `platewarden config check FILE` lists; `platewarden config init` writes a fresh one.",
  },
  CONFIG_NEWER: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file is of a newer program's form.",
    remedy:
      "Start the newer version again, or put back the file that was kept before the upgrade (its name ends in `.before-` and a number). Nothing was changed.",
  },
  CONFIG_NOT_FOUND: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file does not exist or cannot be read.",
    remedy: "Name it with `--config FILE`, or write one with `platewarden config init`.",
  },
  CONFIG_OLDER: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file is of an older program's form.",
    remedy:
      "See what has to change with `platewarden config upgrade FILE`, then let it be written with `--apply`; the old file is kept beside it.",
  },
  DOCUMENT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No file with this hash is in quarantine.",
    remedy: "List what waits there with `platewarden quarantine list`.",
  },
  EXPORT_EMPTY: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no plate to export.",
    remedy: "List what has been read with `platewarden plates`.",
  },
  EXPORT_NOT_CURRENT: {
    blame: "admin",
    httpStatus: 409,
    retry: true,
    what: "A sample has changed since it was analysed, or another program version analysed it; its wells and its verdicts would not belong together.",
    remedy:
      "Run `platewarden reanalyse`, or let the daemon run, which does it by itself. Then export again.",
  },
  EXPORT_PROFILE_INVALID: {
    blame: "admin",
    httpStatus: 422,
    what: "A profile of export files cannot be used.",
    remedy:
      "Mend the fields that the message names; the shipped profiles in `drivers/exports/profiles` show the form.",
  },
  FILE_NOT_WRITTEN: {
    blame: "caller",
    httpStatus: 409,
    what: "A file was not written: it exists already, or the folder cannot be written.",
    remedy: "Name another file or folder, or move what is there away.",
  },
  FILE_UNREADABLE: {
    blame: "caller",
    httpStatus: 422,
    what: "A file cannot be read: it is not there, is a folder, or may not be read.",
    remedy: "Check its name and that you may read it.",
  },
  KEEP_FOLDER_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "The place named with `--keep` holds a database already, or is a file.",
    remedy: "Name an empty folder, or one that is not there yet.",
  },
  LAYOUT_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The layout file does not describe a plate completely and without contradiction.",
    remedy: "Mend what `platewarden layout check FILE` lists; it names well, line and column.",
  },
  LAYOUT_NOT_SAVED: {
    blame: "admin",
    httpStatus: 503,
    what: "The layout was not saved: the folder of layouts takes no new files.",
    remedy:
      "Name a folder of your own with `layouts` in the configuration, or give Platewarden the right to write there. The page keeps the draft.",
  },
  LAYOUT_REVISION_CHANGED: {
    blame: "admin",
    httpStatus: 409,
    what: "The layout file was changed after plates had been read with this revision.",
    remedy: "Restore the file, or save the change as a new revision: a used revision is frozen.",
  },
  LAYOUT_REVISION_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "The layout was not saved: this revision exists, or is not the next one.",
    remedy: "Save it as the revision that the message names; what exists is never overwritten.",
  },
  LAYOUT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No layout has this id.",
    remedy:
      "List the layouts with `platewarden layout list`, or put the file into the layouts folder.",
  },
  PLAN_CONFLICT: {
    blame: "caller",
    httpStatus: 409,
    what: "The plan names a barcode or a sample that another plan already has with another meaning.",
    remedy: "Change the barcode or the sample's name in the file. Nothing was imported.",
  },
  PLAN_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The experiment file does not describe a plan completely and without contradiction.",
    remedy:
      "Mend what `platewarden plan check FILE` lists; it names line and column. Nothing was imported.",
  },
  PLAN_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No plan has this id.",
    remedy: "Open the plan from the list on the plan page.",
  },
  PROFILE_INVALID: {
    blame: "admin",
    httpStatus: 500,
    what: "A reader profile is damaged, says something impossible, or does not do what its examples say.",
    remedy: "Mend what `platewarden profile check FILE` lists.",
  },
  PROFILE_NOT_FOUND: {
    blame: "admin",
    httpStatus: 500,
    what: "A reader profile does not exist or cannot be read.",
    remedy:
      "Name its file with `profile` of the reader in the configuration, or on the command line.",
  },
  SETTINGS_INVALID: {
    blame: "admin",
    httpStatus: 422,
    what: "An analysis setting is unknown, of the wrong kind or absurd.",
    remedy: "Mend the settings that the message names; a setting left out takes its default.",
  },
  SETTINGS_NAME_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "Settings cannot be saved under this name.",
    remedy:
      "Use letters, digits, dot, dash or underscore, 64 at most; `configuration` and `defaults` belong to the program.",
  },
  SETTINGS_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No settings of this name, or not this version of them, have been saved.",
    remedy:
      "List them with `platewarden settings list`; write NAME for the newest version, or NAME@VERSION.",
  },
  STUDY_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The study file is not a study this program can play.",
    remedy:
      "Mend what the message names; the format is that of the study file shipped with the program.",
  },
} as const satisfies Record<string, ErrorEntry>;

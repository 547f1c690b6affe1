/** Errors of installing, upgrading and removing the service. */

import type { ErrorEntry } from "../error-entry.ts";

export const SERVICE_ERRORS = {
  NEEDS_ROOT: {
    blame: "caller",
    httpStatus: 403,
    what: "A command would look at or change what only root may, and was not started by root.",
    remedy: "Put `sudo` before it. Without `--apply` it only shows what it would do.",
  },
  PROGRAM_NOT_WHOLE: {
    blame: "caller",
    httpStatus: 400,
    what: "The folder of the program lacks something that an installation needs.",
    remedy:
      "Unpack the program again and run `npm ci` in its folder; then start the command from there.",
  },
  SERVICE_NOT_INSTALLED: {
    blame: "caller",
    httpStatus: 404,
    what: "No version of the program is installed on this computer.",
    remedy: "Install it with `platewarden install`, which first shows what it would do.",
  },
  SERVICE_STEP_FAILED: {
    blame: "admin",
    httpStatus: 500,
    retry: true,
    what: "A step of installing, upgrading or removing did not succeed.",
    remedy:
      "Mend what the message names and run the same command again: steps that are done are not taken twice. Data are not touched.",
  },
  UPGRADE_INSTEAD: {
    blame: "caller",
    httpStatus: 409,
    what: "Another version is installed and may be at work.",
    remedy:
      "Use `platewarden upgrade` from the folder of the new version: it makes a backup first and goes back when the new version does not become healthy.",
  },
  UPGRADE_REFUSED: {
    blame: "admin",
    httpStatus: 409,
    what: "An upgrade was not begun, because it could not have been ended well.",
    remedy: "Mend what the message names and try again; the version in use goes on working.",
  },
  UPGRADE_STAYED: {
    blame: "admin",
    httpStatus: 500,
    what: "The new version is not healthy, and going back would have hidden what it has stored.",
    remedy:
      "Nothing is lost: the database holds it all. Mend what the message names and `systemctl restart platewarden`, or install a later version with `platewarden upgrade`.",
  },
  UPGRADE_WENT_BACK: {
    blame: "admin",
    httpStatus: 500,
    what: "The new version did not become healthy, and the one before works again.",
    remedy:
      "Read why in the message and in `journalctl -u platewarden`; the new program stays beside the old one for whoever looks into it.",
  },
  VERSION_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "Another program is installed under the same version.",
    remedy:
      "Raise the version in `package.json`, or remove the installed program first if it is not in use.",
  },
} as const satisfies Record<string, ErrorEntry>;

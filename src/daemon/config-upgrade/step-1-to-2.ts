import { appendLines, hasTable, replaceTopValue } from "../../layout/toml-edit.ts";
import type { ConfigStep } from "./config-step.ts";

const BACKUPS =
  "# Backups are made as soon as a folder is named for them, on another disk or a share. Take the marks away:";
const BACKUP_LINES = [BACKUPS, "# [backup]", '# folder = "/srv/backup/platewarden"'];

/**
 * Every key of the first configuration means the same in the second. What is new is off until somebody asks for it;
 * that nobody has named a folder for backups must be seen, so a section for it is put where it is looked for.
 */
export const stepOneToTwo: ConfigStep = {
  from: 1,
  to: 2,
  title:
    "Names the second form of the configuration, and shows where a folder for backups is named.",
  change: (text) => {
    const named = replaceTopValue(text, "schema", '"platewarden-config/2"');
    const isThere = hasTable(named, "backup") || named.includes(BACKUPS);
    return isThere ? named : appendLines(named, BACKUP_LINES);
  },
};

import { fstatSync } from "node:fs";

export interface SetUp {
  /** Null where there is an administrator. */
  readonly code: string | null;
  readonly url: string;
  /** Where the code stands, readable by the daemon's own user. */
  readonly file: string;
  /** True where what is printed goes to the journal of the system, which more people may read than started the daemon. */
  readonly toJournal: boolean;
}

/** How the first administrator is made, for who starts the daemon; empty where there is one. */
export function setUpWords({ code, url, file, toJournal }: SetUp): string {
  if (code === null) return "";
  if (toJournal) {
    return `\n\n    There is no administrator yet. Open ${url} and enter the code that stands in ${file}; its owner and root can read it, until the daemon stops.\n`;
  }
  return `\n\n    There is no administrator yet. Open ${url} and enter this code:\n\n        ${code}\n\n    It stands in ${file} too, until the daemon stops.\n`;
}

/**
 * Whether what is printed goes to the journal: the variable is handed down to programs whose output goes elsewhere, so
 * its device and inode are compared (systemd.exec(5), `$JOURNAL_STREAM`).
 */
export function printsToJournal(
  { JOURNAL_STREAM: journal }: NodeJS.ProcessEnv = process.env,
  descriptor: number = process.stdout.fd,
): boolean {
  if (journal === undefined) return false;
  const { dev, ino } = fstatSync(descriptor);
  return journal === `${dev}:${ino}`;
}

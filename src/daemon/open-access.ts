import type { Logger } from "pino";
import { type Access, createAccess } from "../access/access.ts";
import { raiseNotice } from "../pipeline/raise-notice.ts";
import type { Store } from "../store/open-store.ts";
import type { PersonRow } from "../store/people.ts";
import type { Config } from "./config.ts";

/** Accounts, sessions and tokens of a data folder; who guesses at an account is told of once until that is seen to. */
export function openAccess(store: Store, { web }: Config, log: Logger): Access {
  const tell = ({ name }: PersonRow, failures: number): void => {
    log.warn({ person: name, failures }, "sign-ins have failed again and again");
    const isTold = store.notices
      .standingOf("sign-in-failures")
      .some((notice) => notice.subject === name);
    if (isTold) return;
    raiseNotice(store, {
      kind: "sign-in-failures",
      subject: name,
      sentence: `Sign-ins of ${name} have failed ${failures} times in a row. Ask whether that was ${name}; if not, somebody is guessing: set a new password.`,
    });
  };
  return createAccess({
    store,
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
    lockAfterMs: web.lockAfterMs,
    onManyFailures: tell,
  });
}

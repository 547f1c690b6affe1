/** What the audit trail tells of the daemon itself: when it began and ended, and with which configuration. */
import { readFileSync } from "node:fs";
import { sha256 } from "../domain/canonical.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import type { Config } from "./config.ts";

const ACTOR = "daemon";

/** Keeps the text when it is another one than before; returns its hash. */
function keepConfiguration(store: Store, file: string, atUtc: string): string {
  const source = readFileSync(file, "utf8");
  const hash = sha256(source);
  const before = store.configurations.newest()?.sha256 ?? null;
  if (before === hash) return hash;
  store.configurations.insert({ sha256: hash, source, used_at_utc: atUtc });
  store.journal.audit({
    atUtc,
    actor: ACTOR,
    action: "configuration.use",
    subject: hash,
    detail: { file, sha256: hash, before },
  });
  return hash;
}

/** Throws what the store throws, and what the system says when the configuration cannot be read again. */
export function tellOfStart(store: Store, { file, readers, folders }: Config): void {
  const atUtc = store.nowUtc();
  store.inTransaction(() => {
    const configuration = file === undefined ? null : keepConfiguration(store, file, atUtc);
    store.journal.audit({
      atUtc,
      actor: ACTOR,
      action: "daemon.start",
      subject: "daemon",
      detail: {
        version: PROGRAM_VERSION,
        configuration,
        readers: readers.map(({ id }) => id),
        folders: folders.map(({ id }) => id),
      },
    });
  });
}

/** That it was asked to stop; one that was killed says nothing. */
export function tellOfStop(store: Store): void {
  store.inTransaction(() =>
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: ACTOR,
      action: "daemon.stop",
      subject: "daemon",
      detail: { version: PROGRAM_VERSION },
    }),
  );
}

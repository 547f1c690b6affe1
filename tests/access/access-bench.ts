/** Accounts, sessions and tokens on a fresh database, with a clock that the test sets. */
import { type Access, createAccess } from "../../src/access/access.ts";
import type { NewPerson } from "../../src/access/accounts.ts";
import type { Store } from "../../src/store/open-store.ts";
import type { PersonRow } from "../../src/store/people.ts";
import { freshFile, freshStore } from "../store/fresh-store.ts";

export const PASSWORD = "violet formazan morning";
export const LOCK_AFTER_MS = 10 * 60_000;

export interface TrailEntry {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AccessBench {
  readonly access: Access;
  readonly store: Store;
  readonly file: string;
  /** Who was told of, with how many failures. */
  readonly told: readonly { readonly name: string; readonly failures: number }[];
  /** Lets time pass; a negative one sets the clock back. */
  pass(ms: number): void;
  /** Sets the wall clock alone: no time passes. */
  setClock(byMs: number): void;
  /** A second program on the same database, as after a restart. */
  restarted(): Access;
  add(name: string, more?: Partial<NewPerson>): Promise<PersonRow>;
  /** The audit trail, oldest first. */
  trail(): readonly TrailEntry[];
}

export function accessBench(): AccessBench {
  const file = freshFile();
  const store = freshStore(file);
  let timeMs = Date.parse("2026-03-02T08:00:00Z");
  let steadyMs = 0;
  const told: { name: string; failures: number }[] = [];
  const open = (): Access =>
    createAccess({
      store,
      nowMs: () => timeMs,
      steadyMs: () => steadyMs,
      lockAfterMs: LOCK_AFTER_MS,
      onManyFailures: ({ name }, failures) => told.push({ name, failures }),
    });
  const access = open();
  return {
    access,
    store,
    file,
    told,
    pass: (ms) => {
      timeMs += ms;
      steadyMs += Math.max(0, ms);
    },
    setClock: (byMs) => {
      timeMs += byMs;
    },
    restarted: open,
    add: (name, more = {}) =>
      access.accounts.add(
        { name, role: "technician", password: PASSWORD, mustChangePassword: false, ...more },
        "the test",
      ),
    trail: () =>
      store.journal.entries().map(({ actor, action, subject, detail }) => ({
        actor,
        action,
        subject,
        detail: JSON.parse(detail),
      })),
  };
}

/** The code of the PlatewardenError that this ends with; fails when it ends well. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("nothing was refused");
}

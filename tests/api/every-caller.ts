/** Everybody who may ask anything, each with what they send: people of every role, badges, tokens, commands, nobody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Access, createAccess } from "../../src/access/access.ts";
import { SCOPES } from "../../src/domain/person.ts";
import { openStore } from "../../src/store/open-store.ts";

const PASSWORD = "violet formazan morning";

/** The pages of the tests are asked for under this name. */
export const HOST = "localhost:80";

/** What each may do, spelled out once more: a change of the table in the program must be a change here. */
export const MAY: Readonly<Record<string, readonly string[]>> = {
  "a technician": ["look", "bench", "plan"],
  "a reviewer": ["look", "bench", "plan", "layouts", "review", "sign", "trail"],
  "an administrator": ["look", "layouts", "trail", "administer", "metrics"],
  "a technician's badge": ["look", "bench", "plan"],
  "a reviewer's badge": ["look", "bench", "plan"],
  "an administrator's badge": ["look"],
  "a token of look": ["look"],
  "a token of bench": ["bench"],
  "a token of plan": ["plan"],
  "a token of trail": ["trail"],
  "a token of metrics": ["metrics"],
  "a command": ["look", "bench", "plan", "metrics"],
  "a person with somebody else's password": [],
  "a locked session": [],
  "an ended session": [],
  nobody: [],
};

/** Nobody is signed in yet, or not any more. */
export const OUTSIDE: ReadonlySet<string> = new Set([
  "nobody",
  "a locked session",
  "an ended session",
]);

export interface EveryCaller {
  readonly access: Access;
  /** By the names of `MAY`. */
  readonly headersOf: ReadonlyMap<string, Readonly<Record<string, string>>>;
  close(): void;
}

const cookie = (secret: string) => ({ cookie: `platewarden_80=${secret}` });

/** Somebody of every kind, on a fresh database. */
export async function everyCaller(): Promise<EveryCaller> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-roles-"));
  const store = openStore(join(folder, "platewarden.sqlite"));
  const access = createAccess({ store, nowMs: () => Date.now(), lockAfterMs: 600_000 });
  const headersOf = new Map<string, Record<string, string>>();
  const articles = { technician: "a", reviewer: "a", administrator: "an" } as const;
  for (const role of ["technician", "reviewer", "administrator"] as const) {
    const badge = `B-${role}`;
    const person = { name: `The ${role}`, role, password: PASSWORD, mustChangePassword: false };
    const { id } = await access.accounts.add({ ...person, badge }, "the test");
    await access.accounts.setPin(id, "4711");
    const name = `${articles[role]} ${role}`;
    const byPassword = { name: person.name, password: PASSWORD };
    headersOf.set(name, cookie(await access.signIn.signIn(byPassword, null)));
    const byBadge = { badge, pin: "4711" };
    headersOf.set(`${name}'s badge`, cookie(await access.signIn.signIn(byBadge, null)));
  }
  for (const scope of SCOPES) {
    const { secret } = access.tokens.add({ name: scope, scopes: [scope] }, "the test");
    headersOf.set(`a token of ${scope}`, { authorization: `Bearer ${secret}` });
  }
  const command = { authorization: `Command ${access.commandSecret}` };
  headersOf.set("a command", { ...command, "platewarden-operator": "A.%20Jansen" });
  headersOf.set("nobody", {});
  headersOf.set("a person with somebody else's password", cookie(await withFirstPassword(access)));
  const reviewer = { name: "The reviewer", password: PASSWORD };
  const locked = await access.signIn.signIn(reviewer, null);
  const lockedSession = access.sessions.find(locked);
  if (lockedSession !== null) access.sessions.lock(lockedSession);
  headersOf.set("a locked session", cookie(locked));
  const ended = await access.signIn.signIn(reviewer, null);
  const endedSession = access.sessions.find(ended);
  if (endedSession !== null) access.signIn.signOut(endedSession);
  headersOf.set("an ended session", cookie(ended));
  return {
    access,
    headersOf,
    close: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function withFirstPassword(access: Access): Promise<string> {
  const fresh = { name: "New", role: "reviewer", password: PASSWORD } as const;
  await access.accounts.add({ ...fresh, mustChangePassword: true }, "the test");
  return access.signIn.signIn({ name: "New", password: PASSWORD }, null);
}

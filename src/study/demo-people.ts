/** Who works at the demo: an account of every role, with secrets that are made anew at each start. */
import { randomInt } from "node:crypto";
import type { Access } from "../access/access.ts";
import { requireGoodPin } from "../access/pin-rules.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { PersonRole } from "../domain/person.ts";
import { textTable } from "../domain/text-table.ts";

export const DEMO_TECHNICIAN = "Demo technician";

interface DemoAccount {
  readonly name: string;
  readonly role: PersonRole;
  readonly badge: string | null;
}

/** Two reviewers, because nobody approves what somebody else has not reviewed before. */
const ACCOUNTS: readonly DemoAccount[] = [
  { name: DEMO_TECHNICIAN, role: "technician", badge: "DEMO-0001" },
  { name: "Demo reviewer", role: "reviewer", badge: null },
  { name: "Demo second reviewer", role: "reviewer", badge: null },
  { name: "Demo administrator", role: "administrator", badge: null },
];

export interface DemoPerson extends DemoAccount {
  readonly password: string;
  /** Goes with the badge; null without one. */
  readonly pin: string | null;
}

/** Without letters that look like digits, so that they can be typed from the screen. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 3;
const GROUP_LETTERS = 5;

/** 74 random bits, e.g. `k3vtm-x8h2p-9wqae`. */
function randomPassword(): string {
  const letter = (): string => LETTERS.charAt(randomInt(LETTERS.length));
  const group = (): string => Array.from({ length: GROUP_LETTERS }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

function randomPin(): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, "0");
    if (isGoodPin(pin)) return pin;
  }
}

function isGoodPin(pin: string): boolean {
  try {
    requireGoodPin(pin);
    return true;
  } catch (error) {
    if (error instanceof PlatewardenError) return false;
    throw error;
  }
}

/** Makes the accounts; in a data folder that was kept those that are there get new passwords. */
export async function makeDemoPeople({ accounts }: Access): Promise<readonly DemoPerson[]> {
  const made: DemoPerson[] = [];
  for (const account of ACCOUNTS) {
    const password = randomPassword();
    const known = accounts.all().find(({ name }) => name === account.name);
    const { id } =
      known === undefined
        ? await add(accounts, account, password)
        : await accounts.changeOwnPassword(known.id, password);
    const pin = account.badge === null ? null : randomPin();
    if (pin !== null) await accounts.setPin(id, pin);
    made.push({ ...account, password, pin });
  }
  return made;
}

function add(
  accounts: Access["accounts"],
  { name, role, badge }: DemoAccount,
  password: string,
): Promise<{ readonly id: string }> {
  const person = { name, role, password, mustChangePassword: false };
  return accounts.add(badge === null ? person : { ...person, badge }, "the demo");
}

/** With what each of them signs in, as a table. */
export function demoPeopleTable(people: readonly DemoPerson[]): string {
  return textTable(
    ["name", "role", "password", "badge and PIN"],
    people.map(({ name, role, password, badge, pin }) => [
      name,
      role,
      password,
      badge === null ? "–" : `${badge}, ${pin}`,
    ]),
  );
}

/** People of a real bench, and how they sign in without the page's own form. */
import type { Page } from "playwright-core";
import type { Access } from "../../src/access/access.ts";
import type { PersonRole } from "../../src/domain/person.ts";

export interface BenchPerson {
  readonly name: string;
  readonly role: PersonRole;
  readonly password: string;
  /** As a scanner reads it. */
  readonly badge: string;
  readonly pin: string;
}

export const BENCH_PEOPLE = {
  technician: {
    name: "A. Jansen",
    role: "technician",
    password: "pipette tip box seven",
    badge: "BDG-0001",
    pin: "4711",
  },
  reviewer: {
    name: "B. Visser",
    role: "reviewer",
    password: "violet formazan morning",
    badge: "BDG-0002",
    pin: "8153",
  },
  secondReviewer: {
    name: "C. de Wit",
    role: "reviewer",
    password: "ninety six quiet wells",
    badge: "BDG-0003",
    pin: "2906",
  },
  administrator: {
    name: "D. Bakker",
    role: "administrator",
    password: "keys of the whole house",
    badge: "BDG-0004",
    pin: "7340",
  },
} as const satisfies Readonly<Record<string, BenchPerson>>;

export type BenchPersonKey = keyof typeof BENCH_PEOPLE;

/** Makes the accounts of everybody, with their own passwords and PINs. */
export async function addBenchPeople({ accounts }: Access): Promise<void> {
  for (const { name, role, password, badge, pin } of Object.values(BENCH_PEOPLE)) {
    const own = { name, role, password, badge, mustChangePassword: false };
    const { id } = await accounts.add(own, "the bench's test");
    await accounts.setPin(id, pin);
  }
}

/** The browser of this page is signed in as that person, by password; open the page after it. */
export async function signInBrowser(
  page: Page,
  address: string,
  who: BenchPersonKey,
): Promise<void> {
  const { name, password } = BENCH_PEOPLE[who];
  const answer = await page.context().request.post(`${address}/api/v1/session/sign-in`, {
    headers: { origin: address },
    data: { name, password },
  });
  if (!answer.ok()) throw new Error(`${name} cannot sign in: ${await answer.text()}`);
}

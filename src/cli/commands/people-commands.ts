/**
 * `platewarden people`: accounts from the command line, on the database itself, so that the first administrator can be
 * made without a page and a bench whose administrators forgot their passwords can be helped. Whoever may write the data
 * folder may use them; the audit trail names the user of the computer.
 */
import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import { type Accounts, createAccounts } from "../../access/accounts.ts";
import type { PersonView } from "../../api/people-views.ts";
import { personView } from "../../api/person-views-of.ts";
import { PERSON_ROLES, type PersonRole } from "../../domain/person.ts";
import { textTable } from "../../domain/text-table.ts";
import type { PersonRow } from "../../store/people.ts";
import { askNewPassword, passwordFromInput } from "../ask-password.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";

interface PasswordOptions extends BenchOptions {
  readonly passwordStdin?: boolean;
}

/** Who stands in the audit trail: a command, and the user who ran it. */
function actor(): string {
  return `command of ${userInfo().username}`;
}

function withAccounts<T>(
  options: BenchOptions,
  work: (accounts: Accounts) => T | Promise<T>,
  mustExist = true,
): Promise<T> {
  const nowMs = (): number => Date.now();
  return withStore(options, (store) => work(createAccounts({ store, nowMs })), mustExist);
}

function passwordOf(name: string, { passwordStdin }: PasswordOptions): Promise<string> {
  return passwordStdin === true ? passwordFromInput() : askNewPassword(name);
}

function withPassword(command: Command): Command {
  return command.option("--password-stdin", "read the password from standard input");
}

function said(view: PersonView): string {
  const first = view.mustChangePassword ? "; the password is changed at the next sign-in" : "";
  return `${view.name}, ${view.role}, is ${view.active ? "active" : "deactivated"}${first}`;
}

function printPerson(options: BenchOptions, accounts: Accounts, person: PersonRow): void {
  const view = personView(accounts, person);
  print(options.json ?? false, view, () => said(view));
}

function addAdd(people: Command): void {
  withPassword(
    benchCommand(people, "add", "Make an account; its password is changed at the first sign-in.")
      .argument("<name>", "as it is to stand in the audit trail")
      .addOption(
        new Option("--role <R>", "what the person is").choices(PERSON_ROLES).makeOptionMandatory(),
      )
      .option("--badge <B>", "the number of the badge, as a scanner reads it"),
  ).action((name: string, options: PasswordOptions & { role: PersonRole; badge?: string }) =>
    withAccounts(
      options,
      async (accounts) => {
        const password = await passwordOf(name, options);
        const { role, badge } = options;
        const made = { name, role, badge, password, mustChangePassword: true };
        printPerson(options, accounts, await accounts.add(made, actor()));
      },
      false,
    ),
  );
}

function addList(people: Command): void {
  benchCommand(people, "list", "List the accounts, by name.").action((options: BenchOptions) =>
    withAccounts(options, (accounts) => {
      const views = accounts.all().map((person) => personView(accounts, person));
      print(options.json ?? false, views, () =>
        textTable(
          ["name", "role", "", "badge", "PIN", "last sign-in", "failures since"],
          views.map((view) => [
            view.name,
            view.role,
            view.active ? "active" : "deactivated",
            view.badge ?? "–",
            view.hasPin ? "set" : "–",
            view.lastSignInAtUtc ?? "–",
            String(view.failuresSinceSignIn),
          ]),
        ),
      );
    }),
  );
}

function addActive(people: Command, word: string, active: boolean, description: string): void {
  benchCommand(people, word, description)
    .argument("<name>", "name of the account")
    .requiredOption("--reason <TEXT>", "why")
    .action((name: string, options: BenchOptions & { reason: string }) =>
      withAccounts(options, async (accounts) => {
        const { id } = accounts.require(name);
        const change = { active, reason: options.reason };
        printPerson(options, accounts, await accounts.change(id, change, actor()));
      }),
    );
}

function addPassword(people: Command): void {
  withPassword(
    benchCommand(
      people,
      "password",
      "Set a new first password; the person changes it at the next sign-in.",
    )
      .argument("<name>", "name of the account")
      .requiredOption("--reason <TEXT>", "why"),
  ).action((name: string, options: PasswordOptions & { reason: string }) =>
    withAccounts(options, async (accounts) => {
      const person = accounts.require(name);
      const password = await passwordOf(person.name, options);
      const change = { password, reason: options.reason };
      printPerson(options, accounts, await accounts.change(person.id, change, actor()));
    }),
  );
}

export function addPeopleCommands(program: Command): void {
  const people = program.command("people").description("Accounts of people.");
  addAdd(people);
  addList(people);
  addActive(people, "deactivate", false, "Let nobody sign in to an account; it is kept.");
  addActive(people, "activate", true, "Let a person sign in again whose account was deactivated.");
  addPassword(people);
}

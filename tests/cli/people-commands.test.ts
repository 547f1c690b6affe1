import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { passwordFromInput } from "../../src/cli/ask-password.ts";
import { databaseFile } from "../../src/daemon/config.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const PASSWORD = "violet formazan morning";

/** Runs a command with this on its standard input. */
async function withInput<T>(text: string, work: () => Promise<T>): Promise<T> {
  const input = new PassThrough();
  input.end(text);
  const stdin = vi.spyOn(process, "stdin", "get").mockReturnValue(input as never);
  try {
    return await work();
  } finally {
    stdin.mockRestore();
  }
}

function addPerson(data: string, name: string, ...more: string[]) {
  const words = ["people", "add", name, "--password-stdin", "--data", data, ...more];
  return withInput(`${PASSWORD}\n`, () => runCli(...words));
}

function storeOf(data: string): Store {
  const store = openStore(databaseFile(data));
  onTestFinished(() => store.close());
  return store;
}

describe("people by command", () => {
  test("are made before there is a daemon, and sign in with the password that was piped in", async () => {
    const data = freshFolder();
    const added = await addPerson(data, "D. Bakker", "--role", "administrator", "--badge", "B-4");
    expect([added.code, added.err]).toEqual([0, ""]);
    const store = storeOf(data);
    const access = createAccess({ store, nowMs: () => Date.now(), lockAfterMs: 600_000 });
    const secret = await access.signIn.signIn({ name: "d. bakker", password: PASSWORD }, null);
    expect(access.sessions.find(secret)?.person).toMatchObject({
      name: "D. Bakker",
      badge: "B-4",
      must_change_password: 1,
    });
    expect(access.setUpCode).toBeNull();
    expect(store.journal.entries()[0]).toMatchObject({
      action: "person.add",
      actor: expect.stringMatching(/^command of /),
    });
  });

  test("are listed without anything of their passwords", async () => {
    const data = freshFolder();
    await addPerson(data, "A. Jansen", "--role", "technician");
    const [first] = (await jsonOf("people", "list", "--data", data)) as object[];
    expect(first).toMatchObject({ name: "A. Jansen", role: "technician", active: true });
    expect(JSON.stringify(first)).not.toMatch(/argon2|hash/);
    const { out } = await runCli("people", "list", "--data", data);
    expect(out).toMatch(/^A\. Jansen {2}technician {2}active/m);
  });

  test("are deactivated with a reason, but not the last administrator; and made active again", async () => {
    const data = freshFolder();
    await addPerson(data, "D. Bakker", "--role", "administrator");
    await addPerson(data, "A. Jansen", "--role", "technician");
    const on = ["--reason", "left", "--data", data];
    const gone = await jsonOf("people", "deactivate", "a. jansen", ...on);
    expect(gone).toMatchObject({ active: false });
    expect(await jsonOf("people", "activate", "A. Jansen", ...on)).toMatchObject({ active: true });
    const last = await runCli("people", "deactivate", "D. Bakker", ...on);
    expect([last.code, last.err]).toEqual([1, expect.stringContaining("LAST_ADMINISTRATOR")]);
    expect((await runCli("people", "deactivate", "Nobody", ...on)).err).toContain("PERSON_UNKNOWN");
    expect((await runCli("people", "deactivate", "A. Jansen", "--data", data)).code).toBe(2);
  });

  test("get a new first password", async () => {
    const data = freshFolder();
    await addPerson(data, "A. Jansen", "--role", "technician");
    const words = ["--password-stdin", "--reason", "forgotten", "--data", data];
    const renewed = await withInput("another long password", () =>
      runCli("people", "password", "A. Jansen", ...words),
    );
    expect([renewed.code, renewed.err]).toEqual([0, ""]);
    const access = createAccess({
      store: storeOf(data),
      nowMs: () => Date.now(),
      lockAfterMs: 600_000,
    });
    const { id } = access.accounts.require("A. Jansen");
    expect(await access.signIn.verifyPassword(id, PASSWORD)).toBe(false);
    expect(await access.signIn.verifyPassword(id, "another long password")).toBe(true);
  });
});

test("a password from standard input is its first line, as it is", async () => {
  const from = async (...pieces: string[]) => {
    async function* input() {
      yield* pieces;
    }
    return passwordFromInput(input());
  };
  expect(await from(" two ", "words \r\nmore")).toBe(" two words ");
  await expect(from("\n")).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  await expect(from("x".repeat(5000))).rejects.toMatchObject({ code: "REQUEST_INVALID" });
});

/**
 * A daemon is told secrets that are marked, in every way there is, and things go wrong with them; afterwards its whole
 * log, its database and what it answered are searched for the marks. The set-up code alone is shown: at the start, to
 * who started it.
 */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { daemonSources, KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { databaseFile, loadConfig } from "../../src/daemon/config.ts";
import { startDaemon } from "../../src/daemon/start-daemon.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { raiseNotice } from "../../src/pipeline/raise-notice.ts";
import { freshFolder, withDatabase } from "../store/fresh-store.ts";

const MARK = "mArKeD";
const PASSWORD = `${MARK}-password violet`;
const WRONG = `${MARK}-wrong violet`;
const NEXT = `${MARK}-next violet`;
const PIN = "81536207";
const BADGE_TRIED = `${MARK}-badge`;
const MAIL_PASSWORD = `${MARK}-mail`;
const WEBHOOK_KEY = `whsec_${Buffer.from(`${MARK} this is a key of a webhook`).toString("base64")}`;

const atEnd: (() => void | Promise<void>)[] = [];
const answers: string[] = [];
const secrets = new Map<string, string>([
  ["a password", PASSWORD],
  ["a wrong password", WRONG],
  ["a new password", NEXT],
  ["a PIN", PIN],
  ["a badge that nobody has", BADGE_TRIED],
  ["the mail server's password", MAIL_PASSWORD],
  ["the same in base64", Buffer.from(`\0lab\0${MAIL_PASSWORD}`).toString("base64")],
  ["the webhook's key", WEBHOOK_KEY],
]);
let log = "";
let dataFolder = "";

function keepLine(line: string): void {
  log += line;
}

/** Refuses everybody, saying with what they came. */
async function refusingMailServer(): Promise<number> {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ username }, _session, done) => done(new Error(`${username} may not`)),
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return (server.server.address() as AddressInfo).port;
}

/** Refuses every webhook with a part of what it was sent. */
async function refusingReceiver(): Promise<number> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => response.writeHead(500).end(`no: ${body.slice(0, 20)}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function secretFile(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${text}\n`);
  chmodSync(file, 0o600);
  return name;
}

async function makeConfig(folder: string): Promise<string> {
  const port = await refusingReceiver();
  const mailPort = await refusingMailServer();
  const file = join(folder, "platewarden.toml");
  writeFileSync(
    file,
    `schema = "platewarden-config/2"
data = "data"
web = { port = 0 }
[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "tcp://127.0.0.1:1"
[mail]
host = "127.0.0.1"
port = ${mailPort}
security = "none"
user = "lab"
password_file = "${secretFile(folder, "mail-password", MAIL_PASSWORD)}"
from = "platewarden@lab.example"
to = ["bench@lab.example"]
[[webhook]]
id = "lims"
url = "http://127.0.0.1:${port}/hook"
secret_file = "${secretFile(folder, "webhook-key", WEBHOOK_KEY)}"
`,
  );
  return file;
}

beforeAll(async () => {
  const folder = freshFolder((work) => atEnd.push(work));
  const config = loadConfig(await makeConfig(folder), KNOWN_DRIVERS);
  dataFolder = config.dataFolder;
  const daemon = await startDaemon({
    config,
    ...daemonSources([]),
    layouts: layoutCatalogue([]),
    // Without the list of what is never written: nothing may depend on it.
    log: pino({ level: "trace" }, { write: keepLine }),
    giveUp: () => undefined,
  });
  atEnd.push(() => daemon.stop());
  let cookie = "";

  async function send(path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${daemon.url}/api/v1${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: daemon.url,
        ...(cookie === "" ? {} : { cookie }),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const set = answer.headers.get("set-cookie");
    if (set !== null) cookie = set.split(";")[0] ?? "";
    answers.push(text);
    return text === "" ? null : JSON.parse(text);
  }

  const code = daemon.access.setUpCode ?? "";
  secrets.set("the set-up code", code);
  await send("/session/set-up", { code: `${code}X`, name: "A. Admin", password: PASSWORD });
  await send("/session/set-up", { code, name: "A. Admin", password: PASSWORD });
  secrets.set("the secret of a session", cookie.split("=")[1] ?? "");
  secrets.set("the secret of commands", daemon.access.commandSecret);
  const token = await send("/tokens", { name: "lims", scopes: ["look"] });
  const { secret } = token as { secret: string };
  secrets.set("a token", secret);
  answers.pop();
  for (const authorization of [`Bearer ${secret}x`, `Bearer ${secret}`, `Command ${secret}`]) {
    const asked = await fetch(`${daemon.url}/api/v1/people`, { headers: { authorization } });
    answers.push(await asked.text());
  }
  await send("/people", { name: "B. Visser", role: "reviewer", password: PASSWORD, badge: "B-1" });
  await send("/session/pin", { password: WRONG, pin: PIN });
  await send("/session/pin", { password: PASSWORD, pin: PIN });
  await send("/session/password", { oldPassword: WRONG, newPassword: NEXT });
  await send("/session/sign-in", { name: "B. Visser", password: WRONG });
  await send("/session/sign-in", { name: WRONG, password: PASSWORD });
  await send("/session/sign-in", { badge: BADGE_TRIED, pin: PIN });
  await send("/session/sign-in", `{"name":"B. Visser","password":"${PASSWORD}"`);
  await send("/session/sign-in", { name: "B. Visser", password: PASSWORD, more: PASSWORD });
  await send("/session/sign-in", { name: "B. Visser", password: PASSWORD.repeat(100) });
  await send("/session/authorise", {
    operation: "maskWells",
    subject: "plate-1",
    supervisor: { name: "B. Visser", password: WRONG },
  });
  // Something breaks inside while a secret is on its way.
  vi.spyOn(daemon.services.access, "people").mockImplementation(() => {
    throw new Error("the accounts cannot be listed");
  });
  await fetch(`${daemon.url}/api/v1/people`, { headers: { cookie } }).then(async (answer) =>
    answers.push(await answer.text()),
  );
  raiseNotice(daemon.store, {
    kind: "sign-in-failures",
    subject: "B. Visser",
    sentence: "Sign-ins of B. Visser have failed.",
  });
  // Both ways have been tried, and what came of it is stored.
  await vi.waitFor(() => {
    const [notice] = daemon.store.notices.standingOf("sign-in-failures");
    const tried = daemon.store.deliveries.ofNotice(notice?.id ?? "");
    expect(tried.map(({ last_error: error }) => error !== null)).toEqual([true, true]);
  }, 5000);
});

afterAll(async () => {
  for (const work of atEnd.reverse()) await work();
});

/** Every row of every table, and the files as they are: a page that was given up still holds what it held. */
function storedText(): string {
  const rows = withDatabase(databaseFile(dataFolder), (db) => {
    const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    return names.map((name) => JSON.stringify(db.prepare(`SELECT * FROM "${String(name)}"`).all()));
  });
  const files = readdirSync(dataFolder)
    .filter((name) => name.startsWith("platewarden.sqlite"))
    .map((name) => readFileSync(join(dataFolder, name), "latin1"));
  return [...rows, ...files].join("\n");
}

function found(text: string): string[] {
  return [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
}

test("what is searched for was used, and what is searched has something in it", () => {
  expect([...secrets.values()].filter((secret) => secret.length < 8)).toEqual([]);
  expect(log).toContain("the accounts cannot be listed");
  expect(storedText()).toContain("session.refused");
  expect(answers.join()).toContain("SIGN_IN_REFUSED");
  expect(found([...secrets.values()].join())).toHaveLength(secrets.size);
});

test("no secret stands in the log, at its most talkative", () => {
  expect(found(log)).toEqual([]);
  expect(log).not.toContain(MARK);
});

test("no secret stands in the database, its journal or the audit trail", () => {
  expect(found(storedText())).toEqual([]);
  expect(storedText()).not.toContain(MARK);
});

test("no secret comes back in an answer or an error", () => {
  const echoed = answers.filter((answer) => found(answer).length > 0);
  expect(echoed).toEqual([]);
});

test("no secret is among the words with which the program was started, nor in its surroundings", () => {
  const started = [...process.argv, ...process.execArgv, ...Object.values(process.env)].join("\n");
  expect(found(started)).toEqual([]);
});

/** Signing in, people and tokens over real HTTP, as a browser and as somebody who means ill. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { LOCK_AFTER_MS, PASSWORD } from "../access/access-bench.ts";
import { withDatabase } from "../store/fresh-store.ts";
import { serveAccess } from "./serve-access.ts";

const HOUR_MS = 3_600_000;

describe("a fresh bench", () => {
  test("asks for the code that was printed, makes one administrator with it, and signs in", async () => {
    const { access, browser } = await serveAccess();
    const one = browser();
    expect((await one.get("/session")).body).toMatchObject({ state: "set-up", permissions: [] });
    const person = { name: "D. Bakker", password: PASSWORD };
    const wrong = await one.post("/session/set-up", { ...person, code: "0000-0000" });
    expect([wrong.status, wrong.code]).toEqual([403, "SET_UP_REFUSED"]);
    const code = (access.setUpCode ?? "").toLowerCase().replaceAll("-", " ");
    const done = await one.post("/session/set-up", { ...person, code });
    expect(done.body).toMatchObject({
      state: "signed-in",
      person: { name: "D. Bakker", role: "administrator" },
      mustChangePassword: false,
    });
    expect((await one.get("/people")).status).toBe(200);
    const second = await browser().post("/session/set-up", { ...person, name: "Eve", code });
    expect(second.code).toBe("SET_UP_REFUSED");
  });
});

describe("the session's cookie", () => {
  test("is out of reach of scripts and other sites, and is named after the port", async () => {
    const server = await serveAccess();
    await server.add("A. Jansen");
    const answer = await server.browser().signIn({ name: "A. Jansen", password: PASSWORD });
    expect(answer.setCookie).toMatch(
      new RegExp(`^platewarden_${new URL(server.address).port}=[\\w-]{43}; `),
    );
    for (const part of ["HttpOnly", "SameSite=Strict", "Path=/api"])
      expect(answer.setCookie).toContain(part);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("that somebody else put there is not the one a session goes on with", async () => {
    const server = await serveAccess();
    await server.add("A. Jansen");
    const planted = `platewarden_${new URL(server.address).port}=planted`;
    const victim = server.browser(planted);
    await victim.signIn({ name: "A. Jansen", password: PASSWORD });
    expect(victim.cookie()).not.toBe(planted);
    expect((await server.browser(planted).get("/bench")).status).toBe(401);
  });

  test("is a new one after each sign-in and unlocking; the old one is worth nothing", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("A. Jansen", "technician");
    const old = one.cookie() ?? "";
    await one.post("/session/lock");
    await one.signIn({ name: "A. Jansen", password: PASSWORD });
    expect((await one.get("/bench")).status).toBe(200);
    expect((await server.browser(old).get("/bench")).code).toBe("SESSION_ENDED");
  });

  test("is unlocked by the PIN alone, in the name of who is locked out, and of nobody else", async () => {
    const server = await serveAccess();
    const admin = await server.signedIn("D. Bakker", "administrator");
    const added = { name: "E. Smit", role: "technician", password: PASSWORD, badge: "BDG-77" };
    const { id } = (await admin.post("/people", added)).body as { id: string };
    await server.access.accounts.changeOwnPassword(id, `${PASSWORD} of my own`);
    await server.access.accounts.setPin(id, "4711");
    const one = server.browser();
    await one.signIn({ badge: "BDG-77", pin: "4711" });
    await one.post("/session/lock");
    expect((await one.post("/session/sign-in", { badge: "D. Bakker", pin: "4711" })).code).toBe(
      "BADGE_UNKNOWN",
    );
    await one.signIn({ badge: "E. Smit", pin: "4711" });
    expect((await one.get("/bench")).status).toBe(200);
    const stranger = server.browser();
    expect((await stranger.post("/session/sign-in", { badge: "E. Smit", pin: "4711" })).code).toBe(
      "BADGE_UNKNOWN",
    );
  });

  test("is worth nothing after signing out", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("A. Jansen", "administrator");
    const old = one.cookie() ?? "";
    expect((await one.post("/session/sign-out")).body).toMatchObject({ state: "signed-out" });
    expect(one.cookie()).toBeNull();
    expect((await server.browser(old).get("/bench")).code).toBe("SESSION_ENDED");
  });
});

describe("a forged request", () => {
  test.each([
    ["from another site", { origin: "http://evil.example" }],
    ["from another port of this computer", { origin: "http://127.0.0.1:1" }],
    ["from a page without an origin", { origin: "null" }],
    ["from another site, as the browser tells", { "sec-fetch-site": "cross-site" }],
  ])("%s changes nothing", async (_, headers) => {
    const server = await serveAccess();
    const one = await server.signedIn("D. Bakker", "administrator");
    const person = { name: "Eve", role: "administrator", password: "a long enough password" };
    const answer = await one.post("/people", person, headers);
    expect([answer.status, answer.code]).toEqual([403, "ORIGIN_REFUSED"]);
    expect(server.access.accounts.named("Eve")).toBeNull();
  });

  test("as a form of another site sends it is refused", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("D. Bakker", "administrator");
    const headers = { "content-type": "text/plain" };
    expect((await one.post("/session/sign-out", {}, headers)).code).toBe("CONTENT_TYPE_REFUSED");
    expect((await one.get("/session")).body).toMatchObject({ state: "signed-in" });
  });

  test("with a cookie and without an origin is refused; a token needs none", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("D. Bakker", "administrator");
    const bare = (headers: Record<string, string>) =>
      fetch(`${server.address}/api/v1/plans/check`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: "{}",
      });
    expect((await bare({ cookie: one.cookie() ?? "" })).status).toBe(403);
    const { secret } = server.access.tokens.add({ name: "LIMS", scopes: ["plan"] }, "D. Bakker");
    expect((await bare({ authorization: `Bearer ${secret}` })).status).toBe(400);
  });
});

describe("a session over HTTP", () => {
  test("locks by itself; what a page asks by itself does not keep it awake, a touch does", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("A. Jansen", "technician");
    server.pass(LOCK_AFTER_MS - 1);
    expect((await one.post("/session/active")).status).toBe(200);
    server.pass(LOCK_AFTER_MS - 1);
    expect((await one.get("/bench")).status).toBe(200);
    server.pass(1);
    expect((await one.get("/bench")).code).toBe("SESSION_LOCKED");
    expect((await one.get("/session")).body).toMatchObject({
      state: "locked",
      person: { name: "A. Jansen" },
      permissions: [],
    });
    expect((await one.get("/health")).status).toBe(200);
  });

  test("ends after twelve hours", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("A. Jansen", "administrator");
    server.pass(12 * HOUR_MS);
    expect((await one.get("/bench")).code).toBe("SESSION_ENDED");
    expect((await one.get("/session")).body).toMatchObject({ state: "signed-out", person: null });
  });

  test("ends at once when an administrator deactivates its person", async () => {
    const server = await serveAccess();
    const admin = await server.signedIn("D. Bakker", "administrator");
    const one = await server.signedIn("A. Jansen", "technician");
    const { id } = server.access.accounts.require("A. Jansen");
    const done = await admin.post(`/people/${id}`, { active: false, reason: "left" });
    expect(done.body).toMatchObject({ active: false });
    expect((await one.get("/bench")).code).toBe("SESSION_ENDED");
  });

  test("takes its live feed along when it locks", async () => {
    const server = await serveAccess();
    const one = await server.signedIn("A. Jansen", "technician");
    const headers = { cookie: one.cookie() ?? "" };
    const feed = await fetch(`${server.address}/api/v1/events`, { headers });
    expect(feed.status).toBe(200);
    await one.post("/session/lock");
    server.bench.note("plate", "a plate that must not be seen");
    expect(await feed.text()).not.toContain("must not be seen");
  });

  test("with somebody else's password can do nothing but choose an own one", async () => {
    const server = await serveAccess();
    await server.add("A. Jansen", { mustChangePassword: true });
    const one = server.browser();
    await one.signIn({ name: "A. Jansen", password: PASSWORD });
    expect((await one.get("/bench")).code).toBe("PASSWORD_CHANGE_NEEDED");
    const change = (oldPassword: string, newPassword: string) =>
      one.post("/session/password", { oldPassword, newPassword });
    expect((await change("wrong", "another long password")).code).toBe("SIGN_IN_REFUSED");
    expect((await change(PASSWORD, PASSWORD)).code).toBe("PASSWORD_WEAK");
    expect((await change(PASSWORD, "another long password")).body).toMatchObject({
      state: "signed-in",
      mustChangePassword: false,
    });
    expect((await one.get("/bench")).status).toBe(200);
  });
});

test("who is slowed down is told for how long", async () => {
  const server = await serveAccess();
  await server.add("A. Jansen");
  const one = server.browser();
  const attempt = () => one.post("/session/sign-in", { name: "A. Jansen", password: "wrong" });
  for (let count = 0; count < 3; count += 1) expect((await attempt()).status).toBe(401);
  const slowed = await attempt();
  expect([slowed.status, slowed.code]).toEqual([429, "SIGN_IN_SLOWED"]);
  expect(slowed.headers.get("retry-after")).toBe("2");
});

describe("an administrator", () => {
  test("makes, changes and lists accounts; each change needs a reason and is in the audit trail", async () => {
    const server = await serveAccess();
    const admin = await server.signedIn("D. Bakker", "administrator");
    const person = { name: "A. Jansen", role: "technician", password: "a long first password" };
    const made = await admin.post("/people", { ...person, badge: "B-1" });
    expect([made.status, made.body]).toMatchObject([201, { mustChangePassword: true }]);
    const { id } = made.body as { id: string };
    expect((await admin.post(`/people/${id}`, { role: "reviewer" })).code).toBe("REQUEST_INVALID");
    const change = { role: "reviewer", reason: "passed the course" };
    expect((await admin.post(`/people/${id}`, change)).body).toMatchObject({ role: "reviewer" });
    expect(server.trail().at(-1)).toMatchObject({ actor: "D. Bakker", action: "person.change" });
    const { body } = await admin.get("/people");
    expect(body).toMatchObject([{ name: "A. Jansen" }, { name: "D. Bakker" }]);
    const own = (body as { id: string; name: string }[])[1]?.id;
    const leaving = await admin.post(`/people/${own}`, { active: false, reason: "x" });
    expect([leaving.status, leaving.code]).toEqual([409, "LAST_ADMINISTRATOR"]);
    expect((await admin.post("/people/none", { reason: "x" })).code).toBe("PERSON_UNKNOWN");
  });

  test("makes a token that a program uses until it is revoked, and for its scopes alone", async () => {
    const server = await serveAccess();
    const admin = await server.signedIn("D. Bakker", "administrator");
    const made = await admin.post("/tokens", { name: "LIMS", scopes: ["look"] });
    const { secret, token } = made.body as { secret: string; token: { id: string } };
    const program = { authorization: `Bearer ${secret}` };
    const alone = server.browser();
    expect((await alone.get("/bench", program)).status).toBe(200);
    expect((await alone.get("/people", program)).code).toBe("NOT_PERMITTED");
    expect((await admin.get("/tokens")).text).not.toContain(secret);
    expect((await admin.post("/tokens", { name: "x", scopes: ["sign"] })).status).toBe(400);
    await admin.post(`/tokens/${token.id}/revoke`, { reason: "it leaked" });
    expect((await alone.get("/bench", program)).code).toBe("TOKEN_REFUSED");
  });
});

describe("what comes in and goes out", () => {
  test("no answer holds a hash or a secret", async () => {
    const server = await serveAccess();
    const admin = await server.signedIn("D. Bakker", "administrator");
    const { id } = server.access.accounts.require("D. Bakker");
    await server.access.accounts.setPin(id, "4711");
    server.access.tokens.add({ name: "LIMS", scopes: ["look"] }, "D. Bakker");
    const stored = withDatabase(server.file, (db) =>
      db
        .prepare(
          "SELECT password_hash AS one FROM person UNION SELECT pin_hash FROM person UNION SELECT secret_sha256 FROM session UNION SELECT secret_sha256 FROM token",
        )
        .pluck()
        .all()
        .map(String),
    );
    expect(stored).toHaveLength(4);
    const cookie = admin.cookie()?.split("=")[1] ?? "";
    const secrets = [...stored, cookie, server.access.commandSecret, "$argon2", "_hash", PASSWORD];
    const gets = ALL_ROUTES.filter(({ method, path }) => method === "GET" && path !== "/events");
    for (const { path } of gets) {
      const { text } = await admin.get(path.replace(/:\w+/g, id));
      for (const secret of secrets) expect(text, path).not.toContain(secret);
    }
  });

  test("whatever is sent as a name and a password is answered with a refusal", async () => {
    const server = await serveAccess();
    await server.add("A. Jansen");
    const anything = fc.oneof(
      fc.string({ maxLength: 120 }),
      fc.jsonValue(),
      fc.constant("__proto__"),
    );
    await fc.assert(
      fc.asyncProperty(anything, anything, async (name, password) => {
        const answer = await server.browser().post("/session/sign-in", { name, password });
        expect([400, 401, 429]).toContain(answer.status);
        expect(answer.setCookie).toBeNull();
      }),
      { numRuns: 60 },
    );
  }, 20_000);
});

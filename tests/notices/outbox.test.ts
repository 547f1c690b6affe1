/** Notices reach real servers, at least once, whatever fails on the way. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ALL_NOTICE_KINDS, NOTICE_KINDS } from "../../src/domain/notice.ts";
import { mailWay } from "../../src/notices/mail-way.ts";
import type { NoticeWay, OutgoingNotice } from "../../src/notices/notice-ways.ts";
import { fillOutbox, sendAgain, sendDue } from "../../src/notices/outbox.ts";
import { webhookSignature, webhookWay } from "../../src/notices/webhook-way.ts";
import { raiseNotice } from "../../src/pipeline/raise-notice.ts";
import type { Store } from "../../src/store/open-store.ts";
import { freshStore } from "../store/fresh-store.ts";

const PAGE = "http://127.0.0.1:8480";
const SECRET = Buffer.from("a key of at least twenty-four bytes");

const closing: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
});

interface Hook {
  readonly url: string;
  readonly got: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  /** Status of the next answers. */
  answerWith: number;
}

async function receiveHooks(): Promise<Hook> {
  const hook = { url: "", got: [] as Hook["got"], answerWith: 204 };
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      hook.got.push({ headers: request.headers, body });
      response.writeHead(hook.answerWith).end(hook.answerWith === 204 ? "" : "not today");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  hook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return hook;
}

async function receiveMail(): Promise<{ port: number; mails: string[] }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      let text = "";
      stream.on("data", (bytes: Buffer) => {
        text += bytes.toString("utf8");
      });
      stream.on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(() => server.close());
  return { port: (server.server.address() as AddressInfo).port, mails };
}

function hookWay(hook: Hook): NoticeWay {
  return webhookWay({ id: "lims", url: hook.url, secret: SECRET, kinds: ALL_NOTICE_KINDS });
}

function raise(store: Store, once: string | undefined = undefined) {
  return raiseNotice(store, {
    kind: "re-read",
    subject: "PW-1",
    sentence: "Plate PW-1: wells are over the reader’s range.",
    ...(once === undefined ? {} : { once }),
  });
}

function deliveries(store: Store) {
  return store.notices.all().flatMap((notice) => store.deliveries.ofNotice(notice.id));
}

describe("webhook", () => {
  test("the signature is that of the specification's example", () => {
    const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const sent = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", atSeconds: 1614265330 };
    expect(webhookSignature(secret, { ...sent, body: '{"test": 2432232314}' })).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  test("a notice arrives signed, names the plate, and nothing of patient or verdict", async () => {
    const store = freshStore();
    const hook = await receiveHooks();
    const way = hookWay(hook);
    raiseNotice(store, {
      kind: "flagged",
      subject: "PW-1",
      sentence: "Plate PW-1: trametinib: complete sensitisation to prednisolone",
    });
    fillOutbox(store, [way]);
    await sendDue(store, way, PAGE);
    const [got] = hook.got;
    const id = String(got?.headers["webhook-id"]);
    const atSeconds = Number(got?.headers["webhook-timestamp"]);
    expect(got?.headers["webhook-signature"]).toBe(
      webhookSignature(SECRET, { id, atSeconds, body: got?.body ?? "" }),
    );
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      type: "platewarden.flagged",
      data: { id, subject: "PW-1", title: NOTICE_KINDS.flagged.title },
    });
    expect(got?.body).not.toContain("trametinib");
    expect(deliveries(store)).toMatchObject([{ id, state: "sent", attempts: 1 }]);
  });

  test("what is refused waits, later and later, under the same id, and the rest waits with it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-14T10:00:00Z") });
    const store = freshStore();
    const hook = await receiveHooks();
    const way = hookWay(hook);
    raise(store);
    raise(store);
    fillOutbox(store, [way]);
    hook.answerWith = 503;
    expect(await sendDue(store, way, PAGE)).toBe(5_000);
    expect(await sendDue(store, way, PAGE)).toBe(5_000);
    expect(hook.got).toHaveLength(1);
    vi.setSystemTime(new Date("2026-03-14T10:00:05Z"));
    expect(await sendDue(store, way, PAGE)).toBe(10_000);
    expect(deliveries(store)).toMatchObject([
      { attempts: 2, state: "waiting", last_error: `${hook.url} answered 503 not today` },
      { attempts: 0, state: "waiting", next_attempt_at_utc: "2026-03-14T10:00:15.000Z" },
    ]);
    hook.answerWith = 204;
    vi.setSystemTime(new Date("2026-03-14T10:00:15Z"));
    await sendDue(store, way, PAGE);
    expect(deliveries(store).map((one) => one.state)).toEqual(["sent", "sent"]);
    const ids = hook.got.map((one) => one.headers["webhook-id"]);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(new Set(ids).size).toBe(2);
  });

  test("is given up after four days, and a person can have it sent again", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-14T10:00:00Z") });
    const store = freshStore();
    const hook = await receiveHooks();
    const way = hookWay(hook);
    raise(store);
    fillOutbox(store, [way]);
    hook.answerWith = 500;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      vi.setSystemTime(new Date(`2026-03-14T${10 + attempt}:00:00Z`));
      await sendDue(store, way, PAGE);
    }
    expect(deliveries(store)).toMatchObject([{ state: "waiting" }]);
    vi.setSystemTime(new Date("2026-03-18T10:00:01Z"));
    await sendDue(store, way, PAGE);
    const [givenUp] = deliveries(store);
    expect(givenUp).toMatchObject({ state: "given-up", next_attempt_at_utc: null });
    hook.answerWith = 204;
    sendAgain(store, givenUp?.id ?? "", "B. Admin");
    await sendDue(store, way, PAGE);
    expect(deliveries(store)).toMatchObject([{ state: "sent" }]);
    expect(store.journal.entries().at(-1)).toMatchObject({
      actor: "B. Admin",
      action: "notice.send-again",
    });
    expect(() => sendAgain(store, givenUp?.id ?? "", "B. Admin")).toThrow(/waits to be sent/);
  });

  test("is not given up because the clock was put forward by years", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-14T10:00:00Z") });
    const store = freshStore();
    const hook = await receiveHooks();
    raise(store);
    fillOutbox(store, [hookWay(hook)]);
    hook.answerWith = 503;
    vi.setSystemTime(new Date("2036-03-14T10:00:00Z"));
    await sendDue(store, hookWay(hook), PAGE);
    expect(deliveries(store)).toMatchObject([{ state: "waiting", attempts: 1 }]);
  });

  test("does not wait for years when the clock is set back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2036-03-14T10:00:00Z") });
    const store = freshStore();
    const hook = await receiveHooks();
    raise(store);
    fillOutbox(store, [hookWay(hook)]);
    hook.answerWith = 503;
    await sendDue(store, hookWay(hook), PAGE);
    hook.answerWith = 204;
    vi.setSystemTime(new Date("2026-03-14T10:00:00Z"));
    await sendDue(store, hookWay(hook), PAGE);
    expect(deliveries(store)).toMatchObject([{ state: "sent" }]);
  });

  test("a redirect is not followed", async () => {
    const store = freshStore();
    const hook = await receiveHooks();
    const way = hookWay(hook);
    raise(store);
    fillOutbox(store, [way]);
    hook.answerWith = 302;
    await sendDue(store, way, PAGE);
    expect(deliveries(store)).toMatchObject([{ state: "waiting", attempts: 1 }]);
  });
});

describe("mail", () => {
  const settings = (port: number) => ({
    host: "127.0.0.1",
    port,
    security: "none" as const,
    user: null,
    password: null,
    from: "platewarden@lab.example",
    to: ["bench@lab.example", "qc@lab.example"],
    kinds: ["re-read" as const],
  });

  test("goes out once to all, says what and where, and not what was measured", async () => {
    const store = freshStore();
    const { port, mails } = await receiveMail();
    const way = mailWay(settings(port));
    raise(store, "the same");
    expect(raise(store, "the same")).toBeNull();
    raiseNotice(store, { kind: "unassigned", subject: "reader-1", sentence: "A plate waits." });
    fillOutbox(store, [way]);
    fillOutbox(store, [way]);
    await sendDue(store, way, PAGE);
    await sendDue(store, way, PAGE);
    expect(mails).toHaveLength(1);
    const [mail = ""] = mails;
    expect(mail).toContain("Subject: Platewarden: A plate must be read again (PW-1)");
    expect(mail).toContain("To: bench@lab.example, qc@lab.example");
    expect(mail).toContain(`${PAGE}/#/notices`);
    expect(mail).toContain("Auto-Submitted: auto-generated");
    expect(mail).not.toContain("over the reader");
  });

  test("a barcode that would be another header of the mail stays one line", async () => {
    const { port, mails } = await receiveMail();
    const notice: OutgoingNotice = {
      id: "1",
      kind: "re-read",
      title: "A plate must be read again",
      subject: "X\r\nBcc: thief@elsewhere.example",
      raisedAtUtc: "2026-03-14T10:00:00.000Z",
      address: PAGE,
    };
    await mailWay(settings(port)).send(notice);
    const [head = ""] = (mails[0] ?? "").split(/\r?\n\r?\n/);
    expect(head).toContain("Subject: Platewarden");
    expect(head).not.toMatch(/^Bcc:/m);
  });

  test("says why it could not be sent", async () => {
    const store = freshStore();
    const { port } = await receiveMail();
    for (const close of closing.splice(0)) close();
    const way = mailWay(settings(port));
    raise(store);
    fillOutbox(store, [way]);
    await sendDue(store, way, PAGE);
    expect(deliveries(store)[0]?.last_error).toMatch(/ECONNREFUSED/);
  });
});

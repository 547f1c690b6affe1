import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type AccountBench, serveAccounts } from "./account-bench.ts";
import { BENCH_PEOPLE, signInBrowser } from "./bench-people.ts";
import { launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";

const { technician, reviewer } = BENCH_PEOPLE;

describe.skipIf(whyNoBrowser !== null)(`signing in at the page ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;

  beforeAll(async () => {
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  const newPage = async (bench: AccountBench): Promise<{ page: Page; context: BrowserContext }> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    onTestFinished(async () => {
      await context.close();
      await bench.pages.goAway();
    });
    return { page, context };
  };
  const start = async (options?: Parameters<typeof serveAccounts>[1]) => {
    const bench = await serveAccounts(webRoot, options);
    return { bench, ...(await newPage(bench)) };
  };
  /** A page on which somebody works; `hash` is where. */
  const working = async (
    who: keyof typeof BENCH_PEOPLE,
    hash = "",
    options?: Parameters<typeof serveAccounts>[1],
  ) => {
    const begun = await start(options);
    await signInBrowser(begun.page, begun.bench.pages.address, who);
    await begun.page.goto(`${begun.bench.pages.address}/${hash}`);
    await live(begun.page);
    return begun;
  };
  const live = (page: Page) => page.getByText("Live", { exact: true }).waitFor();
  const whoIsThere = (page: Page) => page.locator(".person-button").innerText();

  it("takes a scanned badge and the PIN, by keyboard alone", async () => {
    const { bench, page } = await start();
    await page.goto(bench.pages.address);
    await page.locator("input[name=who]:focus").waitFor();
    await page.keyboard.type(technician.badge);
    await page.keyboard.press("Enter");
    await page.locator("input[name=secret]:focus").waitFor();
    await page.keyboard.type(technician.pin, { delay: 40 });
    await page.keyboard.press("Enter");
    await live(page);
    expect(await whoIsThere(page)).toContain("A. Jansen");
    expect(await whoIsThere(page)).toContain("badge");
  });

  it("says what a wrong password means, and counts down how long to wait", async () => {
    const { bench, page } = await start();
    await page.goto(bench.pages.address);
    const attempt = async (password: string): Promise<void> => {
      await page.locator("input[name=who]").fill(reviewer.name);
      await page.locator("input[name=secret]").fill(password);
      await page.locator("input[name=secret]").press("Enter");
    };
    for (let failures = 0; failures < 3; failures += 1) {
      await attempt(`wrong password ${failures}`);
      await page.locator(".notice.tone-bad").waitFor();
      await page.locator("input[name=secret]").fill("x");
      await page.locator("input[name=secret]").fill("");
    }
    await attempt(reviewer.password);
    await page.getByRole("button", { name: /Wait \d+ s/ }).waitFor();
    expect(await page.locator(".notice.tone-bad").innerText()).not.toContain(reviewer.password);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await attempt(reviewer.password);
    await live(page);
    expect(await whoIsThere(page)).toContain("B. Visser");
  });

  it("makes the first administrator with the code, and says when the passwords differ", async () => {
    const { bench, page } = await start({ people: false });
    await page.goto(bench.pages.address);
    await page.getByRole("heading", { name: "Set up: the first administrator" }).waitFor();
    await page.locator("input[name=code]").fill(bench.access.setUpCode ?? "");
    await page.locator("input[name=name]").fill("E. Smit");
    await page.locator("input[name=new-password]").fill("too short");
    await page.getByText("Too short: 3 more characters.").waitFor();
    await page.locator("input[name=new-password]").fill("long enough by far");
    await page.locator("input[name=new-password-again]").fill("long enough by fat");
    await page.getByText("Not the same as above.").waitFor();
    await page.locator("input[name=new-password-again]").fill("long enough by far");
    await page.keyboard.press("Enter");
    await live(page);
    expect(await whoIsThere(page)).toContain("administrator");
  });

  it("locks by key, hides the page, and gives it back as it was to the same person", async () => {
    const { page } = await working("reviewer", "#/account");
    await page.locator("input[name=pin]").fill("98");
    await page.keyboard.press("Alt+Shift+L");
    const lock = page.getByRole("dialog", { name: "Locked: B. Visser" });
    await lock.waitFor();
    expect(await page.locator(".top").isVisible()).toBe(false);
    expect(await page.title()).toBe("Platewarden");
    // Neither Escape nor anything else takes it away.
    for (let times = 0; times < 3; times += 1) await page.keyboard.press("Escape");
    await lock.waitFor();
    await page.locator("input[name=secret]").fill(reviewer.password);
    await page.keyboard.press("Enter");
    await lock.waitFor({ state: "detached" });
    expect(await page.locator("input[name=pin]").inputValue()).toBe("98");
    await live(page);
  });

  it("takes a badge scanned over the lock for a badge, not for a password", async () => {
    const { page } = await working("technician");
    await page.keyboard.press("Alt+Shift+L");
    await page.locator("input[name=secret]:focus").waitFor();
    await scanInPage(page, technician.badge);
    await page.getByText("Badge scanned.").waitFor();
    await page.keyboard.type(technician.pin, { delay: 50 });
    await page.keyboard.press("Enter");
    await live(page);
    expect(await whoIsThere(page)).toContain("badge");
  });

  it("drops what one person has begun when another one takes over", async () => {
    const { page } = await working("reviewer", "#/account");
    await page.locator("input[name=pin]").fill("98");
    await page.keyboard.press("Alt+Shift+L");
    await page.getByRole("button", { name: "I am somebody else" }).click();
    await page.locator("input[name=who]").fill(technician.name);
    await page.locator("input[name=secret]").fill(technician.password);
    await page.keyboard.press("Enter");
    await live(page);
    expect(await whoIsThere(page)).toContain("A. Jansen");
    expect(await page.locator("input[name=pin]").inputValue()).toBe("");
  });

  it("warns and locks by itself when nobody touches it", async () => {
    const { page } = await working("technician", "", { lockAfterMs: 3000 });
    await page.getByText(/This page locks in \d s/).waitFor();
    await page.getByRole("dialog", { name: "Locked: A. Jansen" }).waitFor();
  });

  it("locks by itself also when the program does not answer", async () => {
    const { bench, page } = await working("technician", "", { lockAfterMs: 3000 });
    await bench.pages.goAway();
    await page.getByRole("dialog", { name: "Locked: A. Jansen" }).waitFor();
    await bench.pages.comeBack();
  });

  it("stays locked when it was locked while the program was away", async () => {
    const { bench, page } = await working("technician");
    await bench.pages.goAway();
    await page.keyboard.press("Alt+Shift+L");
    const lock = page.getByRole("dialog", { name: "Locked: A. Jansen" });
    await lock.waitFor();
    const told = page.waitForResponse((response) => response.url().endsWith("/session/lock"));
    await bench.pages.comeBack();
    expect((await told).ok()).toBe(true);
    expect(await lock.isVisible()).toBe(true);
    const answer = await page.request.get(`${bench.pages.address}/api/v1/session`);
    expect(await answer.json()).toMatchObject({ state: "locked" });
  });

  it("an expired session refuses an order, and it can be sent again after signing in", async () => {
    const { bench, page } = await working("reviewer", "#/account");
    await page.locator("input[name=old-password]").fill(reviewer.password);
    await page.locator("input[name=new-password]").fill("quite another password");
    await page.locator("input[name=new-password-again]").fill("quite another password");
    bench.later(13 * 3_600_000);
    await page.getByRole("button", { name: "Change the password" }).click();
    const ended = page.getByRole("dialog", { name: "The session of B. Visser has ended" });
    await ended.waitFor();
    await ended.locator("input[name=secret]").fill(reviewer.password);
    await page.keyboard.press("Enter");
    await ended.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The password is changed.").waitFor();
  });

  it("catches up after the lock with everything that came meanwhile", async () => {
    const { bench, page } = await working("technician");
    await page.keyboard.press("Alt+Shift+L");
    await page.getByRole("dialog").waitFor();
    bench.bench.receiveUnknownFile({});
    await page.locator("input[name=secret]").fill(technician.password);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "2 in quarantine" }).waitFor();
    await live(page);
  });

  it("signs out in every tab at once", async () => {
    const { bench, page, context } = await working("technician");
    const other = await context.newPage();
    await other.goto(bench.pages.address);
    await live(other);
    await page.locator(".person-button").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await other.locator(".top").count()).toBe(0);
  });

  it("asks for a password of one's own first", async () => {
    const { bench, page } = await start();
    const account = {
      name: "F. Mol",
      role: "technician",
      password: "first password of F",
    } as const;
    await bench.access.accounts.add({ ...account, mustChangePassword: true }, "test");
    await page.goto(bench.pages.address);
    await page.locator("input[name=who]").fill(account.name);
    await page.locator("input[name=secret]").fill(account.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Choose a password of your own" }).waitFor();
    await page.locator("input[name=old-password]").fill(account.password);
    await page.locator("input[name=new-password]").fill("known to me alone");
    await page.locator("input[name=new-password-again]").fill("known to me alone");
    await page.keyboard.press("Enter");
    await live(page);
  });

  it("lets a supervisor authorise one action, and the technician stays signed in", async () => {
    const { page } = await working("technician");
    await page.getByRole("button", { name: "No plate’s file" }).click();
    await page.locator("input[name=reason]:focus").waitFor();
    await page.keyboard.type("typed by mistake");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "A supervisor is needed" });
    await dialog.waitFor();
    expect(await dialog.innerText()).toMatch(/A\. Jansen wants to .*quarantine/s);
    // One's own password is no supervisor's.
    await dialog.locator("input[name=who]").fill(technician.name);
    await dialog.locator("input[name=secret]").fill(technician.password);
    await page.keyboard.press("Enter");
    await dialog.locator(".notice.tone-bad").waitFor();
    await dialog.locator("input[name=who]").fill(reviewer.name);
    await dialog.locator("input[name=secret]").fill(reviewer.password);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "1 in quarantine" }).waitFor({ state: "detached" });
    expect(await whoIsThere(page)).toContain("A. Jansen");
  });

  it("does nothing when nobody authorises it", async () => {
    const { page } = await working("technician");
    await page.getByRole("button", { name: "No plate’s file" }).click();
    await page.locator("input[name=reason]:focus").waitFor();
    await page.keyboard.type("typed by mistake");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "A supervisor is needed" });
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByText(/may not do this/).waitFor();
    await page.getByRole("link", { name: "1 in quarantine" }).waitFor();
  });

  it("shows no page that the role does not have, and offers the way to it", async () => {
    const { page } = await working("technician", "#/people");
    await page.getByRole("heading", { name: "People" }).waitFor();
    expect(await page.getByRole("navigation", { name: "Pages" }).innerText()).not.toContain(
      "People",
    );
    await page.getByRole("button", { name: "Sign in as somebody else" }).click();
    await page.locator("dialog input[name=who]").fill(BENCH_PEOPLE.administrator.name);
    await page.locator("dialog input[name=secret]").fill(BENCH_PEOPLE.administrator.password);
    await page.keyboard.press("Enter");
    await page
      .getByRole("table", { name: "Accounts" })
      .getByRole("rowheader", { name: "C. de Wit" })
      .waitFor();
  });
});

/** A scan as quick as a scanner's, however busy this computer is: within the page, into the field with the keyboard. */
async function scanInPage(page: Page, code: string): Promise<void> {
  await page.evaluate(`(() => {
    const field = document.activeElement;
    const press = (key) =>
      field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    for (const key of ${JSON.stringify(code)}) {
      press(key);
      field.value += key;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // The page draws between the last character and Enter, as it does with a scanner.
    requestAnimationFrame(() => press("Enter"));
  })()`);
}

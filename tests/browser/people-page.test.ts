import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { serveAccounts } from "./account-bench.ts";
import { BENCH_PEOPLE, signInBrowser } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { findAxeProblems } from "./find-axe-problems.ts";

describe.skipIf(whyNoBrowser !== null)(`the page of people ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;

  beforeAll(async () => {
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  const open = async (who: keyof typeof BENCH_PEOPLE, hash: string) => {
    const bench = await serveAccounts(webRoot);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    onTestFinished(async () => {
      await context.close();
      await bench.pages.goAway();
    });
    const page = await context.newPage();
    await signInBrowser(page, bench.pages.address, who);
    await page.goto(`${bench.pages.address}/${hash}`);
    await page.getByText("Live", { exact: true }).waitFor();
    return { bench, page };
  };
  const row = (page: Page, name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

  it("adds somebody with a scanned badge, who then signs in with the first password", async () => {
    const { bench, page } = await open("administrator", "#/people");
    await page.getByText("Add somebody").click();
    const form = page.locator("form.people-form").first();
    await form.locator("input[name=name]").fill('G. "<img src=x onerror=alert(1)>" Prins');
    await form.locator("input[name=badge]").fill("BDG-0099");
    await form.getByText("Reviewer").click();
    await form.getByRole("button", { name: "Draw one" }).click();
    const password = await form.locator("input[name=first-password]").inputValue();
    await form.getByRole("button", { name: "Add the account" }).click();
    await page.getByText(/can sign in as reviewer/).waitFor();
    // A name is text, whatever it looks like.
    const name = 'G. "<img src=x onerror=alert(1)>" Prins';
    expect(await row(page, name).innerText()).toContain("still has the first password");
    expect(await page.locator("main img").count()).toBe(0);
    const answer = await page.request.post(`${bench.pages.address}/api/v1/session/sign-in`, {
      headers: { origin: bench.pages.address },
      data: { name: "BDG-0099", password },
    });
    expect(await answer.json()).toMatchObject({ state: "signed-in", mustChangePassword: true });
  });

  it("deactivates with a reason only, and takes the account's session away", async () => {
    const { bench, page } = await open("administrator", "#/people");
    await row(page, "A. Jansen").getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change A. Jansen" });
    await dialog.getByText("Deactivated").click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Say why.").waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
    await dialog.locator("input[name=reason]").fill("left the laboratory");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await row(page, "A. Jansen").getByText("Deactivated").waitFor();
    const { name, password } = BENCH_PEOPLE.technician;
    const answer = await page.request.post(`${bench.pages.address}/api/v1/session/sign-in`, {
      headers: { origin: bench.pages.address },
      data: { name, password },
    });
    expect(answer.ok()).toBe(false);
  });

  it("shows a token's secret once, and revokes it with a reason", async () => {
    const { bench, page } = await open("administrator", "#/people");
    const complaints = collectComplaints(page);
    await page.getByText("Make a token").click();
    await page.locator("input[name=token-name]").fill("nightly export");
    await page.getByRole("button", { name: "Make the token" }).click();
    const secret = await page.locator(".token-secret").innerText();
    const asProgram = () =>
      fetch(`${bench.pages.address}/api/v1/bench`, {
        headers: { authorization: `Bearer ${secret.trim()}` },
      });
    expect((await asProgram()).status).toBe(200);
    await page.getByRole("button", { name: "I have it" }).click();
    expect(await page.content()).not.toContain(secret.trim());
    await page.getByRole("button", { name: "Revoke nightly export" }).click();
    await page.locator("dialog input[name=reason]").fill("the program is gone");
    await page.keyboard.press("Enter");
    await row(page, "nightly export")
      .getByText(/revoked .* the program is gone/)
      .waitFor();
    expect((await asProgram()).status).toBe(401);
    expect(complaints).toEqual([]);
  });

  it("lets everybody change their own password and PIN and see their sign-ins", async () => {
    const { page } = await open("technician", "#/account");
    const { password } = BENCH_PEOPLE.technician;
    await page.locator("input[name=pin]").fill("5274");
    await page.locator("input[name=password]").fill("not the password");
    await page.getByRole("button", { name: "Set the PIN" }).click();
    await page.locator(".notice.tone-bad").waitFor();
    // A wrong password here is no reason to lock the page.
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.locator("input[name=password]").fill(password);
    await page.getByRole("button", { name: "Set the PIN" }).click();
    await page.getByText("The PIN is set.").waitFor();
    await page.getByText("this session").waitFor();
    await page.locator("input[name=old-password]").fill(password);
    await page.locator("input[name=new-password]").fill("a password of some length");
    await page.locator("input[name=new-password-again]").fill("a password of some length");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The password is changed.").waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
  });
});

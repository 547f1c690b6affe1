/** A real browser: pages with TLS under a name of the network, and a page of elsewhere that tries what it can. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { webDoor } from "../../src/api/web-door.ts";
import { readCertificate } from "../../src/daemon/certificate.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";
import { serveFakes } from "../api/serve-fakes.ts";
import { LACKS_OPENSSL, makeCertificate } from "../security/make-certificate.ts";
import { freshStore } from "../store/fresh-store.ts";
import { serveAccounts } from "./account-bench.ts";
import { addBenchPeople, BENCH_PEOPLE, signInBrowser } from "./bench-people.ts";
import { collectComplaints, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";

const NAME = "bench-3.lab.example";
const why = whyNoBrowser ?? (LACKS_OPENSSL ? "skipped: there is no openssl" : null);

describe.skipIf(why !== null)(`pages and browsers ${why ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;

  beforeAll(async () => {
    const launched = chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
    });
    [webRoot, browser] = await Promise.all([buildPages(), launched]);
  });
  afterAll(() => browser.close());

  test("signed in at over TLS follow the bench live, with a cookie for this server alone", async () => {
    const store = freshStore();
    const access = createAccess({ store, nowMs: () => Date.now(), lockAfterMs: 600_000 });
    await addBenchPeople(access);
    const certificate = readCertificate({ ...makeCertificate([NAME]), names: [NAME] });
    const app = serveFakes({
      services: { bench: createFakeBench(), access: accessSource(access, ALL_ROUTES) },
      callers: callerSource(access),
      door: webDoor({ ...certificate, names: [NAME] }),
      webRoot,
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    onTestFinished(async () => {
      await context.close();
      await app.close();
    });
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    await page.goto(`https://${NAME}:${port}/`);
    await page.locator("input[name=who]").fill(BENCH_PEOPLE.technician.name);
    await page.locator("input[name=secret]").fill(BENCH_PEOPLE.technician.password);
    await page.locator("input[name=secret]").press("Enter");
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await context.cookies()).toMatchObject([
      {
        name: `__Host-platewarden_${port}`,
        domain: NAME,
        path: "/",
        secure: true,
        httpOnly: true,
        sameSite: "Strict",
      },
    ]);
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
  });

  test("of elsewhere change nothing, read nothing and frame nothing of the bench", async () => {
    const { pages, bench } = await serveAccounts(webRoot);
    const runsBefore = bench.bench().runs.length;
    const evil = createServer((_, response) => {
      response.setHeader("content-type", "text/html");
      response.end(evilPage(pages.address));
    });
    await new Promise<void>((resolve) => evil.listen(0, "127.0.0.1", resolve));
    const context = await browser.newContext();
    onTestFinished(async () => {
      await context.close();
      evil.close();
      await pages.goAway();
    });
    const page = await context.newPage();
    await signInBrowser(page, pages.address, "reviewer");
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    await page.locator("#done").waitFor();
    expect(JSON.parse(await page.locator("#done").innerText())).toEqual({
      json: "refused by the browser",
      plain: "refused by the browser",
      reading: "refused by the browser",
      script: "refused by the browser",
      image: "refused by the browser",
    });
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    expect(await framed?.locator("#app").count()).toBe(0);
    await page.locator("#send").click();
    await page.waitForLoadState();
    expect(await page.content()).toContain("ORIGIN_REFUSED");
    expect(bench.bench().runs.length).toBe(runsBefore);
  });
});

/** It tries to start a run with whatever a page may send, to read the bench, and to show it in a frame. */
function evilPage(address: string): string {
  const run = JSON.stringify({
    readerId: "reader-1",
    layoutId: "combination-rot180-1plate",
    sample: "C",
    barcode: "PW-C-1",
  });
  return `<!doctype html><meta charset="utf-8"><title>elsewhere</title>
<iframe src="${address}/"></iframe>
<form method="post" enctype="text/plain" action="${address}/api/v1/runs">
  <input type="hidden" name='{"a":"' value='"}'><button id="send">send</button>
</form>
<script>
const url = ${JSON.stringify(address)} + "/api/v1";
const body = ${JSON.stringify(run)};
const outcome = (work, seen) => work.then(seen, () => "refused by the browser");
const tag = (name, src) => outcome(new Promise((resolve, reject) => {
  const one = document.createElement(name);
  one.onload = resolve;
  one.onerror = reject;
  one.src = src;
  document.body.append(one);
}), () => "loaded");
const credentials = "include";
(async () => {
  const told = {
    json: await outcome(fetch(url + "/runs", { method: "POST", credentials, headers: { "content-type": "application/json" }, body }), () => "sent"),
    plain: await outcome(fetch(url + "/runs", { method: "POST", credentials, mode: "no-cors", body }), () => "answered"),
    reading: await outcome(fetch(url + "/bench", { credentials }), () => "read"),
    script: await tag("script", url + "/bench"),
    image: await tag("img", ${JSON.stringify(address)} + "/plate.svg"),
  };
  const done = document.createElement("pre");
  done.id = "done";
  done.textContent = JSON.stringify(told);
  document.body.append(done);
})();
</script>`;
}

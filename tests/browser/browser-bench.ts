import { existsSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { type Browser, chromium, type Page } from "playwright-core";
import type { PersonRole } from "../../src/domain/person.ts";
import { createFakeBench, type FakeBench } from "../api/fake-bench-service.ts";
import { type FakeServerOptions, serveFakes } from "../api/serve-fakes.ts";

const executablePath = "/usr/bin/chromium";

/** Why the browser tests cannot run here; null when they can. */
export const whyNoBrowser = existsSync(executablePath)
  ? null
  : `skipped: there is no browser at ${executablePath}`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** The pages of a bench behind the real server, which can be taken away and brought back under the same address. */
export interface ServedPages {
  readonly address: string;
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

export async function servePages(makeServer: () => FastifyInstance): Promise<ServedPages> {
  const listen = async (port: number) => {
    const app = makeServer();
    return { app, address: await app.listen({ port, host: "127.0.0.1" }) };
  };
  let served = await listen(0);
  const { address } = served;
  return {
    address,
    goAway: () => served.app.close(),
    comeBack: async () => {
      served = await listen(Number(new URL(address).port));
    },
  };
}

export interface ServedBench extends ServedPages {
  readonly bench: FakeBench;
}

/** The fake bench with A. Jansen signed in, a reviewer unless told; further services as the test's pages need them. */
export async function serveBench(
  webRoot: string,
  more: { readonly role?: PersonRole; readonly services?: FakeServerOptions["services"] } = {},
): Promise<ServedBench> {
  const bench = createFakeBench();
  const services = { bench, ...more.services };
  const pages = await servePages(() => serveFakes({ ...more, services, webRoot }));
  return { bench, ...pages };
}

/** Everything the page complained about; a test that ends well leaves it empty. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

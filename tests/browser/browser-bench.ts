import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { buildServer } from "../../src/api/build-server.ts";
import type { BenchService } from "../../src/api/views.ts";
import { createFakeBench, type FakeBench } from "../api/fake-bench-service.ts";

const executablePath = "/usr/bin/chromium";

/** Why the browser tests cannot run here; null when they can. */
export const whyNoBrowser = existsSync(executablePath)
  ? null
  : `skipped: there is no browser at ${executablePath}`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Builds the pages as they are now into a folder of their own. */
export async function buildPages(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "platewarden-pages-"));
  await build({
    configFile: join(import.meta.dirname, "../../src/web/vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** The pages of a bench behind the real server, which can be taken away and brought back under the same address. */
export interface ServedPages {
  readonly address: string;
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

export async function servePages(webRoot: string, service: BenchService): Promise<ServedPages> {
  const logger = pino({ level: "silent" });
  const listen = async (port: number) => {
    const app = buildServer({ service, webRoot, logger });
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

export async function serveBench(webRoot: string): Promise<ServedBench> {
  const bench = createFakeBench();
  return { bench, ...(await servePages(webRoot, bench)) };
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

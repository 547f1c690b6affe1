/** What the commands that install and remove say and refuse; what they do is shown in a machine by `npm run test:systemd`. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { freshFolder } from "../store/fresh-store.ts";

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

async function run(...words: string[]): Promise<{ code: number; told: unknown }> {
  process.exitCode = 0;
  await main(["node", "platewarden", ...words, "--json"]);
  return { code: Number(process.exitCode ?? 0), told: JSON.parse(printed) };
}

describe("install", () => {
  test("shows its steps and touches nothing", async () => {
    const root = freshFolder();
    const { code, told } = await run("install", "--root", root);
    expect(code).toBe(0);
    expect(told).toMatchObject({ applied: false, root });
    expect(existsSync(join(root, "opt"))).toBe(false);
  });

  test("refuses a version under which another program is installed", async () => {
    const root = freshFolder();
    const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
    const installed = join(root, "opt/platewarden", version);
    for (const name of ["drivers", "plate-layouts", "src", "systemd"]) {
      mkdirSync(join(installed, name), { recursive: true });
    }
    writeFileSync(join(installed, "package.json"), "{}");
    writeFileSync(join(installed, "package-lock.json"), "{}");
    const { code, told } = await run("install", "--root", root);
    expect(code).toBe(1);
    expect(told).toMatchObject({ error: { code: "VERSION_TAKEN" } });
  });
});

describe("uninstall", () => {
  test("finds nothing to remove where nothing is", async () => {
    expect(await run("uninstall", "--root", freshFolder())).toMatchObject({
      code: 0,
      told: { steps: [] },
    });
  });

  test("removes no folder but its own", async () => {
    const { code, told } = await run("uninstall", "--remove-data", "/var/lib");
    expect(code).toBe(1);
    expect(told).toMatchObject({ error: { code: "REQUEST_INVALID" } });
  });
});

test("upgrade says that there is nothing to upgrade where nothing is installed", async (context) => {
  context.skip(existsSync("/opt/platewarden/current"), "a version is installed on this computer");
  const { code, told } = await run("upgrade");
  expect(code).toBe(1);
  expect(told).toMatchObject({ error: { code: "SERVICE_NOT_INSTALLED" } });
});

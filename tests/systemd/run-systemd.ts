/**
 * `npm run test:systemd`: this program installed into a Debian of its own and run by a real systemd. Needs root,
 * debootstrap and systemd-nspawn, and says so where they are missing. Exit 1 if anything is not as it should be.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import description from "../../package.json" with { type: "json" };
import { type Check, must } from "./check.ts";
import { backupCheck, writtenCheck } from "./check-files.ts";
import { QUICK_LIMITS, RUNNING_CHECKS } from "./check-running.ts";
import { SANDBOX_CHECKS } from "./check-sandbox.ts";
import { UPGRADE_CHECKS } from "./check-upgrades.ts";
import { debianRoot, whyNoMachine } from "./debian-root.ts";
import { changedPaths, fileTree } from "./file-tree.ts";
import { bootMachine, copyTree, removeTree, whyNotBootable } from "./machine.ts";
import { furnish, type ServiceBench, serviceBench } from "./service-bench.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const totals = { passed: 0, failed: 0, skipped: 0 };

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

async function show(name: string, work: () => Promise<void> | void): Promise<boolean> {
  const sinceMs = performance.now();
  try {
    await work();
    totals.passed += 1;
    say(`ok      ${name} (${seconds(sinceMs)})`);
    return true;
  } catch (error) {
    totals.failed += 1;
    say(
      `FAILED  ${name} (${seconds(sinceMs)})\n        ${String(error).replaceAll("\n", "\n        ")}`,
    );
    return false;
  }
}

function install(root: string, ...words: string[]): string {
  const ran = spawnSync(process.execPath, [LAUNCH, "install", "--root", root, ...words], {
    encoding: "utf8",
  });
  must(ran.status === 0, `install ended with ${ran.status}: ${ran.stdout}\n${ran.stderr}`);
  return ran.stdout;
}

function installChecks(root: string): readonly { name: string; run: () => void }[] {
  return [
    {
      name: "installing shows every step and changes nothing",
      run: () => {
        const before = fileTree(root);
        must(install(root).includes("Nothing has been changed"), "it does not say so");
        const changed = changedPaths(before, fileTree(root));
        must(changed.length === 0, `changed: ${changed.join(", ")}`);
      },
    },
    { name: "installs this program into a system", run: () => void install(root, "--apply") },
    {
      name: "installing once more finds nothing to do",
      run: () => must(install(root, "--apply").startsWith("Nothing to do"), "it does more"),
    },
  ];
}

async function showAll(checks: readonly Check[], bench: ServiceBench): Promise<void> {
  for (const check of checks) {
    if (await show(check.name, () => check.run(bench))) continue;
    const lines = (await bench.journal().catch(() => "")).split("\n");
    say(
      lines
        .slice(-8)
        .map((line) => `        | ${line}`)
        .join("\n"),
    );
  }
}

async function showMachine(root: string): Promise<void> {
  for (const { name, run } of installChecks(root)) {
    if (!(await show(name, run))) return;
  }
  furnish(root, description.version);
  const sinceMs = performance.now();
  const before = fileTree(root);
  const machine = await bootMachine(root);
  say(`        (booted in ${seconds(sinceMs)})`);
  try {
    const bench = serviceBench(machine);
    const [first, ...others] = RUNNING_CHECKS;
    if (first !== undefined) await showAll([first], bench);
    await bench.dropIn("platewarden.service", "quick", QUICK_LIMITS);
    await machine.must("systemctl", "restart", "platewarden");
    await showAll(others, bench);
    await showAll([...SANDBOX_CHECKS, backupCheck(), writtenCheck(before)], bench);
    await showAll(UPGRADE_CHECKS, bench);
  } finally {
    await machine.powerOff();
  }
}

function skip(why: string): void {
  totals.skipped += 1;
  say(`skipped: ${why}`);
}

async function main(): Promise<void> {
  const why = whyNoMachine();
  if (why !== null) return skip(why);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(130));
  const debian = debianRoot();
  if ("why" in debian) return skip(debian.why);
  const root = copyTree(debian.folder);
  process.once("exit", () => removeTree(root));
  const unbootable = whyNotBootable(root);
  if (unbootable !== null) return skip(unbootable);
  await show("a machine can be booted and shut down", () => showMachine(root));
}

await main();
say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
if (totals.failed > 0) process.exitCode = 1;

/** Upgrades that work, upgrades that fail, and what is left after the program is removed. */
import { existsSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type Check, must } from "./check.ts";
import { earlyPlateProgram } from "./early-plate.ts";
import type { Ran } from "./machine.ts";
import { makeVersion, type NewVersion } from "./new-versions.ts";
import { COMMAND, DATA, type ServiceBench } from "./service-bench.ts";

/** Long enough for a reader to be found and a plate to be read meanwhile. */
const FAILS_WITHIN_S = "25";

function currentVersion({ machine }: ServiceBench): string {
  return basename(readlinkSync(join(machine.root, "opt/platewarden/current")));
}

function upgradeFrom(bench: ServiceBench, folder: string, ...words: string[]): Promise<Ran> {
  const program = [join(folder, "node_modules/.bin/node"), join(folder, "src/cli/launch.js")];
  return bench.machine.run(...program, "upgrade", ...words);
}

async function upgradeTo(bench: ServiceBench, made: NewVersion, ...words: string[]): Promise<Ran> {
  const folder = makeVersion(bench.machine.root, made);
  const ran = await upgradeFrom(bench, folder, "--apply", ...words);
  rmSync(join(bench.machine.root, folder), { recursive: true });
  return ran;
}

function mustEnd(ran: Ran, code: number, word: string): void {
  const told = `${ran.output}\n${ran.complaint}`;
  must(ran.code === code && told.includes(word), `ended with ${ran.code}:\n${told}`);
}

/** The same plates as before, one more can be read, and everything is proven. */
async function goesOn(bench: ServiceBench, before: readonly string[], next: string): Promise<void> {
  await bench.untilReady();
  await bench.read(next);
  const found = (await bench.barcodes()).join(" ");
  const wanted = [...before, next].sort().join(" ");
  must(found === wanted, `plates are ${found}, not ${wanted}`);
  await bench.verify();
}

function dataNames({ machine }: ServiceBench): readonly string[] {
  return readdirSync(join(machine.root, DATA));
}

const WORKS: NewVersion = { version: "90.1.0", migrations: 1, getsReady: true };
const NEVER_READY: NewVersion = { version: "90.2.0", migrations: 2, getsReady: false };
const NEVER_READY_AGAIN: NewVersion = { version: "90.3.0", migrations: 2, getsReady: false };
const MENDED: NewVersion = { version: "90.4.0", migrations: 2, getsReady: true };

const OLDER: NewVersion = { version: "89.0.0", migrations: 0, getsReady: true };

export const UPGRADE_CHECKS: readonly Check[] = [
  {
    name: "an upgrade shows what it would do and changes nothing",
    run: async (bench) => {
      const before = currentVersion(bench);
      const folder = makeVersion(bench.machine.root, WORKS);
      const ran = await upgradeFrom(bench, folder);
      rmSync(join(bench.machine.root, folder), { recursive: true });
      mustEnd(ran, 0, `Upgrade from ${before} to ${WORKS.version}`);
      must(currentVersion(bench) === before, "the version in use has changed");
    },
  },
  {
    name: "an upgrade with a migration is healthy, after a backup, and keeps every plate",
    run: async (bench) => {
      const before = await bench.barcodes();
      mustEnd(await upgradeTo(bench, WORKS), 0, "in use and healthy");
      must(currentVersion(bench) === WORKS.version, `in use is ${currentVersion(bench)}`);
      await goesOn(bench, before, "P-7");
    },
  },
  {
    name: "an upgrade that never gets ready goes back: program, units and database, and says so",
    run: async (bench) => {
      const before = await bench.barcodes();
      const ran = await upgradeTo(bench, NEVER_READY, "--within", FAILS_WITHIN_S);
      mustEnd(ran, 1, "UPGRADE_WENT_BACK");
      must(currentVersion(bench) === WORKS.version, `in use is ${currentVersion(bench)}`);
      const aside = dataNames(bench).filter((name) =>
        name.includes(`.failed-${NEVER_READY.version}`),
      );
      must(aside.length === 1, `kept aside: ${aside.join(", ")}`);
      await goesOn(bench, before, "P-8");
    },
  },
  {
    name: "an upgrade that never gets ready but has stored a plate stays, and the plate with it",
    run: async (bench) => {
      const before = await bench.barcodes();
      const isNew = (version: string): boolean => version === NEVER_READY_AGAIN.version;
      const early = earlyPlateProgram(NEVER_READY_AGAIN.version, "P-9");
      const unit = ["systemd-run", "--quiet", "--unit=early", "--uid=platewarden"];
      await bench.machine.must(...unit, "/opt/simulator/node_modules/.bin/node", "--eval", early);
      const ran = await upgradeTo(bench, NEVER_READY_AGAIN, "--within", FAILS_WITHIN_S);
      await bench.machine.run("systemctl", "stop", "early");
      mustEnd(ran, 1, "UPGRADE_STAYED");
      must(isNew(currentVersion(bench)), `in use is ${currentVersion(bench)}`);
      mustEnd(await upgradeTo(bench, MENDED), 0, "in use and healthy");
      await goesOn(bench, [...before, "P-9"], "P-10");
    },
  },
  {
    name: "an older program, which does not know the database, is refused before anything is touched",
    run: async (bench) => {
      const before = currentVersion(bench);
      mustEnd(await upgradeTo(bench, OLDER), 1, "UPGRADE_REFUSED");
      must(currentVersion(bench) === before, `in use is ${currentVersion(bench)}`);
      must((await bench.unit("ActiveState")) === "active", "the service does not run");
    },
  },
  {
    name: "removing the program keeps data and configuration, and they work when it is installed again",
    run: async (bench) => {
      const { machine } = bench;
      const before = await bench.barcodes();
      const folder = makeVersion(machine.root, MENDED);
      const program = [join(folder, "node_modules/.bin/node"), join(folder, "src/cli/launch.js")];
      const shown = await machine.must(...program, "uninstall");
      must(shown.includes("Nothing has been changed"), shown);
      must(existsSync(join(machine.root, "opt/platewarden")), "showing has removed it");
      const wrong = await machine.run(
        ...program,
        "uninstall",
        "--apply",
        "--remove-data",
        "/var/lib",
      );
      must(wrong.code === 1, "a folder that is not its own may be named for removal");
      await machine.must(...program, "uninstall", "--apply");
      const left = ["opt/platewarden", "etc/systemd/system/platewarden.service", COMMAND.slice(1)];
      const stays = left.filter((path) => existsSync(join(machine.root, path)));
      must(stays.length === 0, `not removed: ${stays.join(", ")}`);
      must(dataNames(bench).includes("platewarden.sqlite"), "the database is gone");
      await machine.must(...program, "install", "--apply");
      await machine.must("systemctl", "start", "platewarden");
      await goesOn(bench, before, "P-11");
    },
  },
  {
    name: "removing the data too, their folder named, removes them",
    run: async (bench) => {
      const { machine } = bench;
      await machine.must(COMMAND, "uninstall", "--apply", "--remove-data", DATA);
      must(!existsSync(join(machine.root, DATA)), "the data are still there");
      must(
        existsSync(join(machine.root, "etc/platewarden/platewarden.toml")),
        "the configuration is gone",
      );
    },
  },
];

import { describe, expect, test } from "vitest";
import {
  COMMAND,
  CONFIG_FILE,
  CURRENT,
  SYSTEM_FILES,
  WANTED,
} from "../../src/service/installed-paths.ts";
import {
  COMMAND_TEXT,
  type ProgramSource,
  planInstall,
  type SystemState,
} from "../../src/service/plan-install.ts";
import { planUninstall } from "../../src/service/plan-uninstall.ts";
import type { ServiceStep } from "../../src/service/service-step.ts";

const PROGRAM: ProgramSource = {
  folder: "/srv/unpacked/platewarden",
  version: "1.2.0",
  systemFiles: new Map(SYSTEM_FILES.map(({ source }) => [source, `text of ${source}\n`])),
  firstConfig: 'data = "/var/lib/platewarden"\n',
};

const BARE: SystemState = {
  root: "/",
  versions: [],
  current: null,
  texts: new Map(),
  enabled: new Set(),
  hasUser: false,
  unread: new Set(),
  runsUdev: true,
};

const INSTALLED: SystemState = {
  root: "/",
  versions: ["1.2.0"],
  current: "1.2.0",
  texts: new Map([
    ...SYSTEM_FILES.map(({ source, path }) => [path, `text of ${source}\n`] as const),
    [COMMAND, COMMAND_TEXT],
    [CONFIG_FILE, "written by the laboratory\n"],
  ]),
  enabled: new Set(Object.values(WANTED)),
  hasUser: true,
  unread: new Set(),
  runsUdev: true,
};

function runs(steps: readonly ServiceStep[]): string[] {
  return steps.flatMap((step) => (step.kind === "run" ? [step.argv.join(" ")] : []));
}

function written(steps: readonly ServiceStep[]): string[] {
  return steps.flatMap((step) => (step.kind === "write" ? [step.path] : []));
}

describe("installing on a bare computer", () => {
  const steps = planInstall(PROGRAM, BARE);

  test("copies the program before anything leads to it", () => {
    expect(steps.slice(0, 2)).toEqual([
      { kind: "copy-program", from: PROGRAM.folder, to: "/opt/platewarden/1.2.0" },
      { kind: "link", path: CURRENT, target: "/opt/platewarden/1.2.0", before: null },
    ]);
  });

  test("writes the command, every file of the system, and the configuration last of all files", () => {
    expect(written(steps)).toEqual([COMMAND, ...SYSTEM_FILES.map(({ path }) => path), CONFIG_FILE]);
  });

  test("makes the user before the folders that belong to it, and reads the units before they are enabled", () => {
    const order = runs(steps).map((words) => words.split(" ").slice(0, 2).join(" "));
    expect(order).toEqual([
      "systemd-sysusers platewarden.conf",
      "systemd-tmpfiles --create",
      "udevadm control",
      "udevadm trigger",
      "systemctl daemon-reload",
      "systemctl enable",
      "systemctl enable",
    ]);
  });

  test("starts nothing", () => {
    expect(runs(steps).filter((words) => /\b(?:start|restart|--now)\b/.test(words))).toEqual([]);
  });

  test("lets only the service's group read the configuration", () => {
    const config = steps.find((step) => step.kind === "write" && step.path === CONFIG_FILE);
    expect(config).toMatchObject({ mode: 0o640, group: "platewarden" });
  });
});

describe("installing where it is installed", () => {
  test("finds nothing to do", () => {
    expect(planInstall(PROGRAM, INSTALLED)).toEqual([]);
  });

  test("has read what an installation that was cut off left unread", () => {
    const steps = planInstall(PROGRAM, { ...INSTALLED, unread: new Set(["systemd"]) });
    expect(runs(steps)).toEqual(["systemctl daemon-reload"]);
  });

  test("never writes over a configuration", () => {
    const steps = planInstall({ ...PROGRAM, firstConfig: "another\n" }, INSTALLED);
    expect(steps).toEqual([]);
  });

  test("puts back a unit that somebody changed, showing what stood there, and has it read", () => {
    const path = "/etc/systemd/system/platewarden.service";
    const texts = new Map([...INSTALLED.texts, [path, "changed\n"]]);
    const steps = planInstall(PROGRAM, { ...INSTALLED, texts });
    expect(steps).toEqual([
      expect.objectContaining({ kind: "write", path, before: "changed\n" }),
      expect.objectContaining({ kind: "run", argv: ["systemctl", "daemon-reload"] }),
    ]);
  });
});

test("installing into a container leaves the names of adapters to the computer around it", () => {
  const words = runs(planInstall(PROGRAM, { ...BARE, runsUdev: false }));
  expect(words.some((one) => one.includes("udevadm"))).toBe(false);
});

test("installing into an image runs what works without its system, on its folder", () => {
  const words = runs(planInstall(PROGRAM, { ...BARE, root: "/srv/image" }));
  expect(words.every((one) => one.includes("--root=/srv/image"))).toBe(true);
  expect(words.some((one) => /daemon-reload|udevadm/.test(one))).toBe(false);
});

describe("removing", () => {
  const everything = (): boolean => true;
  const removed = (steps: readonly ServiceStep[]): string[] =>
    steps.flatMap((step) => (step.kind === "remove" ? [step.path] : []));

  test("stops the service before its files go, and touches no data and no configuration", () => {
    const steps = planUninstall(INSTALLED, everything, []);
    expect(steps[0]).toMatchObject({ kind: "run", argv: expect.arrayContaining(["disable"]) });
    const firstRemoval = steps.findIndex((step) => step.kind === "remove");
    const lastStop = steps.findLastIndex(
      (step) => step.kind === "run" && /disable|stop/.test(step.argv.join(" ")),
    );
    expect(lastStop).toBeLessThan(firstRemoval);
    expect(
      removed(steps).filter((path) => /^\/(?:var\/(?:lib|backups)|etc\/platewarden)/.test(path)),
    ).toEqual([]);
  });

  test("removes data whose folder was named, last of all", () => {
    const steps = planUninstall(INSTALLED, everything, ["/var/lib/platewarden"]);
    expect(steps.at(-1)).toMatchObject({ kind: "remove", path: "/var/lib/platewarden" });
  });

  test("finds nothing to do where nothing is", () => {
    expect(planUninstall(BARE, () => false, [])).toEqual([]);
  });
});

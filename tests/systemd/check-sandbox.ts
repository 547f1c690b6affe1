/** What the service may not do: shown by a process under the very limits of its unit, and by looking at the real one. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Check, must } from "./check.ts";
import type { Machine } from "./machine.ts";
import { PROBE_PROGRAM } from "./probe-program.ts";
import { NODE, SECRET, textIn } from "./service-bench.ts";

const MOST_EXPOSURE = 2;

/** Character devices that are made for the probe, open to everybody as far as their rights go. */
const DEVICES: Readonly<Record<string, readonly [major: string, minor: string]>> = {
  serial: ["4", "64"],
  "usb-serial": ["188", "0"],
  tunnel: ["10", "200"],
  "kernel-log": ["1", "11"],
  "raw-usb": ["189", "0"],
};

/** What opening a port gives that this computer does not have; a device that is not allowed gives EPERM. */
const ALLOWED = ["done", "ENXIO", "ENODEV", "EIO"];

const probed = z.object({
  written: z.record(z.string(), z.string()),
  own: z.array(z.string()),
  read: z.record(z.string(), z.string()),
  config: z.string(),
  secret: z.string(),
  devices: z.record(z.string(), z.string()),
  status: z.string(),
});
type Probed = z.output<typeof probed>;

/** The unit with another program in it that runs once. */
function probeUnit(unit: string): string {
  return unit
    .replace(
      /^ExecStart=.*$/m,
      `ExecStart=${NODE} /opt/probe.js\nStandardOutput=file:/run/probe.json`,
    )
    .replace(/^Type=.*$/m, "Type=oneshot")
    .replace(/^(?:Restart|RestartSec|WatchdogSec|NotifyAccess)=.*\n/gm, "");
}

let answer: Probed | null = null;

async function probe(machine: Machine): Promise<Probed> {
  if (answer !== null) return answer;
  const unit = textIn(machine, "/etc/systemd/system/platewarden.service");
  writeFileSync(join(machine.root, "opt/probe.js"), PROBE_PROGRAM);
  writeFileSync(join(machine.root, "etc/systemd/system/probe.service"), probeUnit(unit));
  await machine.must("mkdir", "-p", "/dev/probe");
  for (const [name, [major, minor]] of Object.entries(DEVICES)) {
    await machine.must("mknod", "--mode=666", `/dev/probe/${name}`, "c", major, minor);
  }
  await machine.must("systemctl", "daemon-reload");
  await machine.must("systemctl", "start", "probe.service");
  answer = probed.parse(JSON.parse(await machine.must("cat", "/run/probe.json")));
  return answer;
}

/** The entries that are not as they should be. */
function odd(found: Readonly<Record<string, string>>, wanted: (value: string) => boolean): string {
  return Object.entries(found)
    .filter(([, value]) => !wanted(value))
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}

const isRefused = (value: string): boolean =>
  ["EROFS", "EACCES", "ENOENT", "EPERM"].includes(value);

function statusLine(status: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1]?.trim() ?? "";
}

export const SANDBOX_CHECKS: readonly Check[] = [
  {
    name: `systemd-analyze rates its exposure at ${MOST_EXPOSURE.toFixed(1)} or less`,
    run: async ({ machine }) => {
      for (const unit of ["platewarden.service", "platewarden-backup.service"]) {
        const { output } = await machine.run("systemd-analyze", "security", "--no-pager", unit);
        const level = Number(/Overall exposure level for \S+ (\d+\.\d+)/.exec(output)?.[1]);
        must(level <= MOST_EXPOSURE, `${unit} is rated ${level}`);
      }
    },
  },
  {
    name: "runs as an unprivileged user without any capability, in the group of serial ports",
    run: async ({ machine, unit }) => {
      const pid = await unit("MainPID");
      const status = await machine.must("cat", `/proc/${pid}/status`);
      const user = await machine.must("id", "--user", "platewarden");
      const group = (await machine.must("getent", "group", "dialout")).split(":")[2] ?? "none";
      const line = (name: string): string => statusLine(status, name);
      must(line("Uid") === [user, user, user, user].join("\t"), `its users are ${line("Uid")}`);
      must(Number(user) > 0, "it is root");
      for (const name of ["CapPrm", "CapEff", "CapBnd", "CapAmb"]) {
        must(/^0+$/.test(line(name)), `${name} is ${line(name)}`);
      }
      must(line("NoNewPrivs") === "1", "it may get new privileges");
      must(line("Seccomp") === "2", "its system calls are not filtered");
      must(line("Groups").split(" ").includes(group), `its groups are ${line("Groups")}`);
    },
  },
  {
    name: "can write nowhere but in its own folders",
    run: async ({ machine }) => {
      const { written, own } = await probe(machine);
      must(odd(written, isRefused) === "", `it could write: ${odd(written, isRefused)}`);
      must(
        own.every((value) => value === "done"),
        `its own folders: ${own.join(", ")}`,
      );
    },
  },
  {
    name: "cannot read other people's files, nor the secrets of the system",
    run: async ({ machine }) => {
      const { read, config } = await probe(machine);
      must(odd(read, isRefused) === "", `it could read: ${odd(read, isRefused)}`);
      must(config === "done", `its configuration: ${config}`);
    },
  },
  {
    name: "is handed its own secrets as credentials",
    run: async ({ machine }) => {
      const { secret } = await probe(machine);
      must(secret === SECRET, `the credential is ${secret === "" ? "empty" : secret.slice(0, 10)}`);
    },
  },
  {
    name: "may open serial ports, and no other device however open its rights are",
    run: async ({ machine }) => {
      const { devices } = await probe(machine);
      const { serial = "", "usb-serial": usb = "", ...others } = devices;
      must(ALLOWED.includes(serial) && ALLOWED.includes(usb), `serial ports: ${serial}, ${usb}`);
      must(
        odd(others, (value) => value === "EPERM") === "",
        `other devices: ${JSON.stringify(others)}`,
      );
    },
  },
  {
    name: "the rules for names of adapters are understood",
    run: async ({ machine }) => {
      const { output, complaint } = await machine.run("udevadm", "test", "/sys/class/tty/tty0");
      const told = `${output}\n${complaint}`;
      must(told.includes("70-platewarden.rules"), "udev has not read the file");
      const line = told.split("\n").find((one) => /70-platewarden\.rules:\d+/.test(one));
      must(line === undefined, `udev complains: ${line}`);
    },
  },
];

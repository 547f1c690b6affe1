/** The installed service in a machine, with a simulated reader on a pseudo-terminal, as a laboratory would use it. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.ts";

export const DATA = "/var/lib/platewarden";
export const COMMAND = "/usr/local/bin/platewarden";
export const NODE = "/opt/platewarden/current/node_modules/.bin/node";
export const SECRET = "only-the-service-reads-this";

const READER = "/run/simulator/reader";

const CONFIG = `schema = "platewarden-config/2"
data = "${DATA}"

[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "serial:${READER}"

[reader.options]
model = "auto"

[backup]
folder = "/var/backups/platewarden"
every_h = 0

# Without its key the daemon would not start.
[[webhook]]
id = "lims"
url = "http://127.0.0.1:9/"
secret_file = "credential:hook-key"
kinds = []
`;

/** 32 bytes, as a receiver of webhooks gives them. */
const HOOK_KEY = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** The other end of the cable: not a part of what is tested, so it has no limits. */
const SIMULATOR = `[Unit]
Description=A simulated reader

[Service]
User=platewarden
RuntimeDirectory=simulator
ExecStart=/opt/simulator/node_modules/.bin/node /opt/simulator/src/cli/launch.js simulate bio-rad --pty ${READER} --fast --plate example
Restart=always

[Install]
WantedBy=multi-user.target
`;

/** Files that the sandbox must keep from the service, and one secret that it is to be given. */
const OTHERS_FILES = ["/root", "/home"].map((folder) => join(folder, "private"));

/** Prepares an installed tree: configuration, secret, reader and other people's files. */
export function furnish(root: string, version: string): void {
  const write = (path: string, text: string, mode: number): void => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  write("/etc/platewarden/platewarden.toml", CONFIG, 0o640);
  write("/etc/platewarden/secrets/mail-password", `${SECRET}\n`, 0o600);
  write("/etc/platewarden/secrets/hook-key", `${HOOK_KEY}\n`, 0o600);
  write("/etc/systemd/system/simulator.service", SIMULATOR, 0o644);
  // Its own program, because versions of the service come and go.
  cpSync(join(root, "opt/platewarden", version), join(root, "opt/simulator"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const wanted = join(root, "etc/systemd/system/multi-user.target.wants/simulator.service");
  symlinkSync("/etc/systemd/system/simulator.service", wanted);
  for (const path of OTHERS_FILES) write(path, "private\n", 0o644);
}

const JOURNAL = ["journalctl", "--boot", "--no-pager", "--output=cat"];

export interface ServiceBench {
  readonly machine: Machine;
  /** One property of the unit, as systemd has it. */
  unit(property: string): Promise<string>;
  /** Resolves when the unit is active and the reader ready. */
  untilReady(): Promise<void>;
  /** A command of the installed program as the service's own user, its answer as JSON. */
  ask(...words: string[]): Promise<unknown>;
  /** Has a plate read by command and waits until it is stored. */
  read(barcode: string): Promise<void>;
  barcodes(): Promise<readonly string[]>;
  /** Rejects when `verify` finds anything. */
  verify(): Promise<void>;
  /** What the service said since the machine was booted. */
  journal(): Promise<string>;
  /** What systemd said of it. */
  systemdSays(): Promise<string>;
  /** Puts settings of a unit above its own, and has them read. */
  dropIn(unit: string, name: string, text: string): Promise<void>;
}

export function serviceBench(machine: Machine): ServiceBench {
  const unit = (property: string): Promise<string> =>
    machine.must("systemctl", "show", "--value", `--property=${property}`, "platewarden.service");
  async function ask(...words: string[]): Promise<unknown> {
    const told = await machine.must(
      "runuser",
      "-u",
      "platewarden",
      "--",
      COMMAND,
      ...words,
      "--json",
    );
    return JSON.parse(told);
  }
  async function barcodes(): Promise<readonly string[]> {
    const plates = (await ask("plates")) as { barcode: string }[];
    return plates.map(({ barcode }) => barcode).sort();
  }
  async function readerState(): Promise<string> {
    const { code, output } = await machine.run(
      ...["runuser", "-u", "platewarden", "--", COMMAND, "readers", "--json"],
    );
    return code === 0
      ? ((JSON.parse(output) as { state: string }[])[0]?.state ?? "none")
      : "silent";
  }
  async function untilReady(): Promise<void> {
    const isActive = (state: string): boolean => state === "active";
    await machine.until("an active service", () => unit("ActiveState"), isActive);
    await machine.until("a ready reader", readerState, (state) => state === "ready");
  }
  return {
    machine,
    unit,
    untilReady,
    ask,
    barcodes,
    read: async (barcode) => {
      const layout = ["--layout", "uniform-96", "--operator", "lab"];
      await ask("run", "start", "--reader", "bench-1", "--barcode", barcode, ...layout);
      await machine.until(`plate ${barcode}`, barcodes, (found) => found.includes(barcode));
      await untilReady();
    },
    verify: async () => {
      await machine.must("runuser", "-u", "platewarden", "--", COMMAND, "verify");
    },
    journal: () => machine.must(...JOURNAL, "SYSLOG_IDENTIFIER=platewarden"),
    systemdSays: () => machine.must(...JOURNAL, "_PID=1", "UNIT=platewarden.service"),
    dropIn: async (name, label, text) => {
      const folder = join(machine.root, "etc/systemd/system", `${name}.d`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${label}.conf`), text);
      await machine.must("systemctl", "daemon-reload");
    },
  };
}

/** The text of a file in the machine's tree. */
export function textIn(machine: Machine, path: string): string {
  return readFileSync(join(machine.root, path), "utf8");
}

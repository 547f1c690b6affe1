/** What stands on the bench of a chaos run: simulated readers of all kinds, their lines, a folder, and who is told. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import { databaseFile, SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { pkiFolder } from "../../src/daemon/data-files.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { showCertificate, trustShown } from "../../src/instrument/opcua/trust-server.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type ByteProxy, startProxy } from "./byte-proxy.ts";
import { FAMILIES, type FamilyMember, type SimulatedReader } from "./many-readers.ts";
import { startReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

export const FOLDER = "exports";
export const LADS = "lads";
const FILTERS_NM = [405, 450, 490, 570, 595, 650];
/** A Model 680 at a tenth of its time and at the speed of its line: long enough that faults fall into a transfer. */
const AT_THE_PANEL = {
  model: "680",
  filtersNm: FILTERS_NM,
  timeScale: 0.05,
  baudThrottle: true,
} as const;

export interface RoughReader {
  readonly id: string;
  readonly driver: string;
  /** Of the reader in the configuration, in TOML. */
  readonly options: string;
  readonly simulator: SimulatedReader;
  /** Where people may read plates at its own panel. */
  readonly panel: Simulator | null;
  /** Null for one at a pseudo-terminal. */
  readonly proxy: ByteProxy | null;
  /** Pulls its cable. */
  cut(): Promise<void>;
}

export interface ChaosBench {
  readonly readers: readonly RoughReader[];
  readonly lads: OpcUaSimulator | null;
  readonly exports: string;
  readonly receiver: WebhookReceiver;
  stop(): Promise<void>;
}

async function behindProxy(simulator: SimulatedReader): Promise<ByteProxy> {
  return startProxy({ host: "127.0.0.1", port: Number(simulator.spec.split(":").at(-1)) });
}

const PANEL_OPTIONS =
  'model = "680"\nmixSeconds = 0\nrecordSilenceMs = 300\nanswerTimeoutMs = 4000\nreadTimeoutMs = 15000';

async function plugInPty(folder: string): Promise<RoughReader> {
  const simulator = await startSimulator({ ...AT_THE_PANEL, ptyLink: join(folder, "reader") });
  const cut = () => simulator.fault("drop-link");
  return {
    id: "pty",
    driver: "bio-rad",
    options: PANEL_OPTIONS,
    simulator,
    panel: simulator,
    proxy: null,
    cut,
  };
}

async function plugInTcp(): Promise<RoughReader> {
  const simulator = await startSimulator(AT_THE_PANEL);
  const proxy = await behindProxy(simulator);
  const cut = async (): Promise<void> => proxy.cut();
  return {
    id: "tcp",
    driver: "bio-rad",
    options: PANEL_OPTIONS,
    simulator,
    panel: simulator,
    proxy,
    cut,
  };
}

async function plugInFamily(family: FamilyMember, index: number): Promise<RoughReader> {
  const simulator = await family.start({});
  const proxy = await behindProxy(simulator);
  return {
    id: `${family.driver}-${index}`,
    driver: family.driver,
    options: family.options,
    simulator,
    panel: null,
    proxy,
    cut: async () => proxy.cut(),
  };
}

/** @param others how many readers stand beside the two Model 680, the families in turn */
export async function setUpBench(
  folder: string,
  others: number,
  withServer: boolean,
): Promise<ChaosBench> {
  const exports = join(folder, FOLDER);
  mkdirSync(exports, { recursive: true });
  const families = Array.from({ length: others }, (_, index) => {
    // The first family stands there twice already.
    const family = FAMILIES[(index + 1) % FAMILIES.length];
    if (family === undefined) throw new Error("there is no family");
    return plugInFamily(family, index);
  });
  const [lads, receiver, ...readers] = await Promise.all([
    withServer
      ? startOpcUaSimulator({ stateFolder: join(folder, LADS), knobs: { barcodeReader: true } })
      : null,
    startReceiver(),
    plugInPty(folder),
    plugInTcp(),
    ...families,
  ]);
  return {
    readers,
    lads,
    exports,
    receiver,
    stop: async () => {
      for (const { proxy } of readers) await proxy?.stop();
      for (const { simulator } of readers) await simulator.stop();
      await lads?.stop();
      await receiver.stop();
    },
  };
}

function readerSection({ id, driver, options, proxy, simulator }: RoughReader): string {
  return `[[reader]]
id = "${id}"
driver = "${driver}"
port = "${proxy?.spec ?? simulator.spec}"
[reader.options]
${options}
`;
}

async function ladsSection(folder: string, lads: OpcUaSimulator): Promise<string> {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, `${lads.password}\n`, { mode: 0o600 });
  const pki = pkiFolder(join(folder, "data"));
  trustShown(pki, await showCertificate(pki, lads.endpoint));
  return `[[reader]]
id = "${LADS}"
driver = "opcua-lads"
port = "${lads.endpoint}"
[reader.options]
user = "${lads.user}"
passwordFile = "${passwordFile}"
quietMs = 100
`;
}

/** Writes `platewarden.toml` beside the data folder `data`, and imports what the barcodes are. */
export async function configureBench(folder: string, bench: ChaosBench, plan: Plan): Promise<void> {
  const store = openStore(databaseFile(join(folder, "data")));
  const layouts = layoutCatalogue(loadLayouts(SHIPPED_LAYOUTS).layouts);
  importPlan(store, layouts, plan, { source: JSON.stringify(plan), by: "chaos" });
  store.close();
  const secret = join(folder, "receiver-key");
  writeFileSync(
    secret,
    `whsec_${Buffer.from("a key of the chaos run's own").toString("base64")}\n`,
    {
      mode: 0o600,
    },
  );
  const server = bench.lads === null ? "" : await ladsSection(folder, bench.lads);
  const text = `schema = "platewarden-config/2"
data = "data"
[web]
port = 0
[[folder]]
id = "${FOLDER}"
path = "${FOLDER}"
look_every_s = 0.2
settle_s = 0.4
[[webhook]]
id = "receiver"
url = "${bench.receiver.url}"
secret_file = "receiver-key"
kinds = ["plate-finished", "flagged", "run-failed"]
${server}${bench.readers.map(readerSection).join("")}`;
  writeFileSync(join(folder, "platewarden.toml"), text);
}

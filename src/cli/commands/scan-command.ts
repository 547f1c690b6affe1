import { existsSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { type AskedReader, askReader } from "../../bench-tools/ask-reader.ts";
import { thisComputer } from "../../bench-tools/bench-computer.ts";
import { probeServer } from "../../bench-tools/probe-server.ts";
import { renderScan, type ScanReport, suggestReaders } from "../../bench-tools/render-scan.ts";
import { portDrivers } from "../../bench-tools/require-driver.ts";
import { type ConfiguredReader, type ScanRemark, scanPorts } from "../../bench-tools/scan-ports.ts";
import { loadConfig } from "../../daemon/config.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { type LinkSpec, parseLinkSpec } from "../../instrument/links/open-link.ts";
import { USUAL_CONFIG } from "../bench-folder.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { namedDriver } from "../named-driver.ts";
import { print } from "../output.ts";
import { driverOptions } from "../port-options.ts";

interface ScanOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly tcp: readonly Extract<LinkSpec, { kind: "tcp" }>[];
  readonly ask?: string;
}

function server(text: string, before: ScanOptions["tcp"]): ScanOptions["tcp"] {
  try {
    const spec = parseLinkSpec(text.startsWith("tcp://") ? text : `tcp://${text}`);
    if (spec.kind === "tcp") return [...before, spec];
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError("It is HOST:PORT of a serial device server.");
}

interface Configured {
  readonly readers: readonly ConfiguredReader[];
  readonly remarks: readonly ScanRemark[];
}

/** Readers of the configuration. One that is not right yet hinders no scan: it may lack what the scan is to find. */
function configuredReaders(config: string | undefined): Configured {
  const file = config ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  if (file === undefined) return { readers: [], remarks: [] };
  try {
    return { readers: loadConfig(file, KNOWN_DRIVERS).readers, remarks: [] };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    const sentence = `The configuration is not right, so its readers are not marked. ${error.message}`;
    return { readers: [], remarks: [{ sentence, remedy: error.entry.remedy }] };
  }
}

/** A path, or a port as a configuration names it. */
function asSpec(name: string): LinkSpec {
  return parseLinkSpec(name.startsWith("/") ? `serial:${name}` : name);
}

async function ask(
  names: readonly string[],
  driverId: string,
  command: Command,
): Promise<AskedReader[]> {
  if (names.length === 0)
    command.error("error: --ask needs the ports to ask: bytes go to no port that was not named");
  const driver = namedDriver(driverId);
  const options = driverOptions(command, driver, {});
  const profile = driverId.endsWith(".toml") ? driverId : null;
  const answers: AskedReader[] = [];
  for (const name of names) {
    const spec = name.startsWith("/") ? `serial:${name}` : name;
    // A device server has settings of its own, so there is one way to ask behind it.
    const settings = asSpec(name).kind === "serial" ? driver.ports : driver.ports.slice(0, 1);
    answers.push(await askReader(spec, settings, driver, { options, profile }));
  }
  return answers;
}

async function scan(
  names: readonly string[],
  options: ScanOptions,
  command: Command,
): Promise<ScanReport> {
  const { readers: configured, remarks } = configuredReaders(options.config);
  const specs = names.map(asSpec);
  const paths = specs.flatMap((spec) => (spec.kind === "serial" ? [spec.path] : []));
  const servers = [...options.tcp, ...specs.filter((spec) => spec.kind === "tcp")];
  const ports = scanPorts(thisComputer(), configured, paths);
  const probes = await Promise.all(servers.map(({ host, port }) => probeServer(host, port)));
  const asked = options.ask === undefined ? [] : await ask(names, options.ask, command);
  const readerAt = (spec: string): string | null =>
    configured.find(({ port }) => port.trim().replace(/\/$/, "") === spec)?.id ?? null;
  const found = {
    ...ports,
    remarks: [...remarks, ...ports.remarks],
    servers: probes.map((probe) => ({ ...probe, readerId: readerAt(probe.spec) })),
    asked,
  };
  const drivers = portDrivers(KNOWN_DRIVERS.drivers).map((driver) => driver.id);
  return { ...found, suggestions: suggestReaders(found, configured, drivers) };
}

/** Below `readers`. */
export function addScanCommand(readers: Command): void {
  const command = readers
    .command("scan")
    .description(
      "Look for ports that readers could be on: names, adapters, rights, who holds them. Opens no serial port.",
    )
    .argument("[port...]", "further ports by path, or servers as tcp://HOST:PORT")
    .option("--tcp <HOST:PORT>", "a serial device server; may be repeated", server, [])
    .option("--ask <DRIVER>", "open the named ports and ask who is there, which moves nothing")
    .option("--config <FILE>", "the configuration (else ./platewarden.toml, if there is one)")
    .option("--json", "print JSON");
  command.action(async (names: string[], options: ScanOptions) => {
    const report = await scan(names, options, command);
    print(options.json ?? false, report, () => renderScan(report));
  });
}

/** Commands about readers behind OPC UA servers: opcua trust, opcua list, opcua discover. */
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { pkiFolder } from "../../daemon/data-files.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { textTable } from "../../domain/text-table.ts";
import { connectionOptions } from "../../instrument/opcua/connection-options.ts";
import type { DiscoveredUnit } from "../../instrument/opcua/discover-server.ts";
import type { ShownCertificate, TrustList } from "../../instrument/opcua/trust-server.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, benchFolder } from "../bench-folder.ts";
import { print } from "../output.ts";

interface TrustOptions extends BenchOptions {
  readonly fingerprint?: string;
  readonly yes?: boolean;
}

interface DiscoverOptions extends BenchOptions {
  readonly user?: string;
  readonly passwordFile?: string;
  readonly anonymous?: boolean;
}

/** The library behind these is large: it is loaded only when one of them runs. */
const loadTrust = () => import("../../instrument/opcua/trust-server.ts");
const loadDiscovery = () => import("../../instrument/opcua/discover-server.ts");

function pkiOf(options: BenchOptions): string {
  return pkiFolder(benchFolder(options).dataFolder);
}

export function addOpcuaCommands(program: Command): void {
  const opcua = program.command("opcua").description("Readers behind OPC UA servers.");
  benchCommand(
    opcua,
    "trust",
    "Show the certificate of a server and, once you have compared it, trust it and no other one.",
  )
    .argument("<address>", "opc.tcp://host:port")
    .option("--fingerprint <SHA256>", "the fingerprint shown at the reader: trust only this one")
    .option("--yes", "trust what the server shows without asking")
    .action((address: string, options: TrustOptions) => trust(address, options));
  benchCommand(opcua, "list", "List our own certificate, trusted servers and refused ones.").action(
    async (options: BenchOptions) => {
      const list = await (await loadTrust()).trustList(pkiOf(options));
      print(options.json ?? false, list, () => listText(list));
    },
  );
  benchCommand(
    opcua,
    "discover",
    "List devices, functional units and programs of a trusted server.",
  )
    .argument("<address>", "opc.tcp://host:port")
    .option("--user <NAME>", "name to log in with")
    .option("--password-file <FILE>", "file whose first line is the password")
    .option("--anonymous", "without a login")
    .action((address: string, options: DiscoverOptions) => discover(address, options));
}

async function trust(address: string, options: TrustOptions): Promise<void> {
  const { requireFingerprint, showCertificate, trustShown } = await loadTrust();
  const folder = pkiOf(options);
  const shown = await showCertificate(folder, address);
  const isJson = options.json ?? false;
  if (!isJson) process.stdout.write(`${shownText(shown)}\n`);
  if (options.fingerprint !== undefined) requireFingerprint(shown, options.fingerprint);
  else if (!options.yes && shown.trustedFingerprint !== shown.fingerprint) await confirm(shown);
  trustShown(folder, shown);
  const { fingerprint, trustedFingerprint: before } = shown;
  print(isJson, { address, fingerprint, before }, () => `Trusted: ${address}.`);
}

/** Throws OPCUA_NOT_CONFIRMED unless a person says yes. */
async function confirm(shown: ShownCertificate): Promise<void> {
  const refusal = new PlatewardenError(
    "OPCUA_NOT_CONFIRMED",
    `The certificate of ${shown.address} was not trusted: nobody confirmed ${shown.fingerprint}.`,
  );
  if (!process.stdin.isTTY) throw refusal;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Does the reader show the same fingerprint? [y/N] ");
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw refusal;
}

function shownText(shown: ShownCertificate): string {
  const { trustedFingerprint, fingerprint } = shown;
  const before =
    trustedFingerprint === null
      ? "Nothing is trusted at this address yet."
      : trustedFingerprint === fingerprint
        ? "It is trusted already."
        : `Trusted until now is another one: ${trustedFingerprint}`;
  return [
    `server       ${shown.address}`,
    `certificate  ${shown.subject}`,
    `fingerprint  ${fingerprint} (SHA-256)`,
    `valid        ${shown.validFrom} to ${shown.validTo}`,
    `encrypted    ${shown.encrypted ? "yes" : "no: Platewarden will not connect"}`,
    `login        ${shown.logins.join(", ") || "unknown"}`,
    before,
  ].join("\n");
}

function listText({ own, trusted, refused }: TrustList): string {
  return [
    "Our own certificate; a server may ask for it to be trusted:",
    `  fingerprint      ${own.fingerprint} (SHA-256)`,
    `  application URI  ${own.applicationUri}`,
    `  file             ${own.file}`,
    trusted.length === 0
      ? "No server is trusted."
      : textTable(
          ["trusted", "fingerprint", "since"],
          trusted.map((one) => [one.address, one.fingerprint, one.trustedAtUtc]),
        ),
    ...(refused.length === 0
      ? []
      : [
          textTable(
            ["refused", "fingerprint", "certificate", "since"],
            refused.map((one) => [one.address, one.fingerprint, one.subject, one.refusedAtUtc]),
          ),
        ]),
  ].join("\n");
}

async function discover(address: string, options: DiscoverOptions): Promise<void> {
  const { requireAddress } = await loadTrust();
  const { discoverServer } = await loadDiscovery();
  const { user, passwordFile, anonymous } = options;
  const units = await discoverServer({
    address: requireAddress(address),
    pkiFolder: pkiOf(options),
    options: connectionOptions.parse({ user, passwordFile, anonymous }),
  });
  print(options.json ?? false, units, () => unitsText(units));
}

function unitsText(units: readonly DiscoveredUnit[]): string {
  if (units.length === 0) return "The server has no LADS device.";
  return textTable(
    ["device", "unit", "model", "results", "programs"],
    units.map((one) => [
      one.device,
      one.unit,
      one.model,
      String(one.results),
      one.programs?.join(", ") ?? "none",
    ]),
  );
}

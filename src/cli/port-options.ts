/** Options that name a live port, and what a driver is told. */
import { type Command, InvalidArgumentError } from "commander";
import type { LivePort } from "../bench-tools/hold-conversation.ts";
import type { Driver, PortSettings } from "../instrument/contract.ts";
import { parseLinkSpec } from "../instrument/links/open-link.ts";

export interface PortOptions {
  readonly port?: string;
  readonly baud?: number;
  readonly bits?: Omit<PortSettings, "baudRate" | "rtscts">;
  readonly option: Readonly<Record<string, unknown>>;
}

const USUAL: PortSettings = {
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
};

const PARITIES = { N: "none", E: "even", O: "odd" } as const;

function baudRate(text: string): number {
  const value = Number(text);
  if (/^\d{2,7}$/.test(text) && value >= 50) return value;
  throw new InvalidArgumentError("It is a speed such as 9600 or 115200.");
}

function lineBits(text: string): Omit<PortSettings, "baudRate" | "rtscts"> {
  const parts = /^([78])([NEO])([12])$/.exec(text.toUpperCase());
  const parity = PARITIES[(parts?.[2] ?? "") as keyof typeof PARITIES];
  if (parts === null || parity === undefined)
    throw new InvalidArgumentError("It is data bits, parity and stop bits, such as 8N1 or 7E2.");
  return {
    dataBits: parts[1] === "7" ? 7 : 8,
    parity,
    stopBits: parts[3] === "2" ? 2 : 1,
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Collects NAME=VALUE; a value that is JSON is read as such, everything else is text. */
export function namedOption(
  text: string,
  before: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It is NAME=VALUE, such as model=550.");
  return { ...before, [text.slice(0, at)]: asJson(text.slice(at + 1)) };
}

export function withPortOptions(command: Command): Command {
  return command
    .option("--port <SPEC>", "the port: serial:/dev/serial/by-id/… or tcp://HOST:PORT")
    .option("--baud <N>", "its speed (else the driver's, else 9600)", baudRate)
    .option("--bits <8N1>", "its data bits, parity and stop bits (else the driver's)", lineBits)
    .option("--option <NAME=VALUE>", "an option of the driver; may be repeated", namedOption, {});
}

/** The port as it is to be opened. Throws PORT_SPEC_INVALID. */
export function livePort(spec: string, options: PortOptions, driver: Driver | null): LivePort {
  parseLinkSpec(spec);
  const usual = driver?.ports[0] ?? USUAL;
  const baudRate = options.baud ?? usual.baudRate;
  return { spec, settings: { ...usual, ...options.bits, baudRate } };
}

/** The options as the driver takes them, complete; ends the command with what is wrong with them. */
export function driverOptions(
  command: Command,
  driver: Driver,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parsed = driver.options.safeParse(given);
  if (parsed.success) {
    const { data } = parsed;
    return typeof data === "object" && data !== null ? { ...data } : {};
  }
  const [issue] = parsed.error.issues;
  return command.error(
    `error: --option: driver ${driver.id}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}

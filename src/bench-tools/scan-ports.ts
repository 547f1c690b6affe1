/** Everything that could be a reader's port, without opening any: names, adapters, rights, who holds it. */
import { type BenchComputer, realPath } from "./bench-computer.ts";
import {
  listSerialPorts,
  listUsbProducts,
  namedPort,
  type SerialPortFound,
} from "./list-serial-ports.ts";
import { type PortAccess, portAccess } from "./port-access.ts";
import { holdersOf, listOpenFiles, type OpenFiles, type PortHolder } from "./port-holders.ts";
import { type AdapterGuess, explainWithoutPort, guessAdapter, usbId } from "./usb-adapters.ts";

/** A reader of the configuration, as far as ports matter. */
export interface ConfiguredReader {
  readonly id: string;
  /** As the configuration writes it. */
  readonly port: string;
}

export interface ScannedPort {
  /** As a configuration should name it. */
  readonly spec: string;
  /** What it is called today. */
  readonly path: string;
  readonly byId: string | null;
  readonly byPath: string | null;
  readonly usb: SerialPortFound["usb"];
  readonly adapter: string;
  readonly suggestedDriver: string | null;
  readonly access: PortAccess;
  readonly holders: readonly PortHolder[];
  /** The reader of the configuration on this port; null when it has none. */
  readonly readerId: string | null;
}

/** Something to know or to mend beside the ports. */
export interface ScanRemark {
  readonly sentence: string;
  readonly remedy: string | null;
}

export interface PortScan {
  readonly ports: readonly ScannedPort[];
  /** Readers of the configuration whose serial port is not here. */
  readonly missing: readonly ConfiguredReader[];
  readonly remarks: readonly ScanRemark[];
}

/** Without a serial number two adapters of one kind share a name, and only their sockets tell them apart. */
function stableName({ byId, byPath, givenAs, usb, path }: SerialPortFound): string {
  if (givenAs !== null) return givenAs;
  const isUnique = usb?.serialNumber !== null;
  return (isUnique ? (byId ?? byPath) : (byPath ?? byId)) ?? path;
}

function adapterOf(port: SerialPortFound): AdapterGuess {
  if (port.usb !== null) return guessAdapter(port.usb);
  const sentence = port.path.startsWith("/dev/pts/")
    ? "A pseudo-terminal: another program plays the reader."
    : "A port of the computer itself; it does not say which reader is behind it.";
  return { sentence, driver: null };
}

function serialPath({ port }: ConfiguredReader): string | null {
  return /^serial:(\/.+)$/.exec(port.trim())?.[1] ?? null;
}

/** Programs that talk to a port as soon as it appears, or take it away. */
const MEDDLERS: Readonly<Record<string, readonly [string, string]>> = {
  ModemManager: [
    "ModemManager runs and sends commands for modems to serial ports that appear, also to a reader.",
    'sudo systemctl disable --now ModemManager   (or a udev rule with ENV{ID_MM_DEVICE_IGNORE}="1" for the adapter)',
  ],
  brltty: [
    "brltty runs and takes some USB adapters for Braille displays, so that their port vanishes.",
    "sudo apt-get remove brltty   (unless somebody reads Braille here)",
  ],
};

function remarksOf(
  computer: BenchComputer,
  ports: readonly SerialPortFound[],
  openFiles: OpenFiles,
): ScanRemark[] {
  const remarks: ScanRemark[] = [];
  const ofUsb = ports.filter((port) => port.usb !== null);
  const nameless = ofUsb.filter((port) => port.byId === null && port.byPath === null);
  if (!computer.hasProgram("udevadm")) {
    remarks.push({
      sentence:
        "The udev tools are not installed, so ports have no names below /dev/serial; a port without one may be another port after a restart.",
      remedy: "sudo apt-get install udev   (then plug the adapters in again)",
    });
  } else if (nameless.length > 0) {
    remarks.push({
      sentence: `udev made no stable name for ${nameless.map((port) => port.path).join(", ")}.`,
      remedy: "sudo udevadm trigger --subsystem-match=tty   (in a container: hand /dev/serial in)",
    });
  }
  for (const { name } of openFiles.programs) {
    const meddler = MEDDLERS[name];
    if (meddler === undefined || remarks.some((one) => one.sentence === meddler[0])) continue;
    remarks.push({ sentence: meddler[0], remedy: meddler[1] });
  }
  if (openFiles.hidden > 0) {
    remarks.push({
      sentence: `${openFiles.hidden} processes of other users could not be looked into: a port that seems free may be held by one of them.`,
      remedy: "Run the same command with sudo to see them.",
    });
  }
  return [...remarks, ...withoutPort(computer, ofUsb)];
}

function withoutPort(computer: BenchComputer, ports: readonly SerialPortFound[]): ScanRemark[] {
  const withPort = ports.flatMap(({ usb }) => (usb === null ? [] : [usbId(usb)]));
  return listUsbProducts(computer)
    .filter((usb) => !withPort.includes(usbId(usb)))
    .flatMap((usb) => {
      const sentence = explainWithoutPort(usb);
      return sentence === null ? [] : [{ sentence, remedy: null }];
    });
}

/**
 * Scans the computer; `named` are further ports by path, such as pseudo-terminals. Nothing is opened, so neither the
 * readers nor whoever speaks with them notices.
 */
export function scanPorts(
  computer: BenchComputer,
  configured: readonly ConfiguredReader[],
  named: readonly string[] = [],
): PortScan {
  const listed = listSerialPorts(computer);
  const extra = named
    .map((path) => namedPort(computer, path, listed))
    .filter((port) => !listed.includes(port));
  const found = [...listed, ...extra];
  const openFiles = listOpenFiles(computer);
  const readerOn = (path: string): string | null =>
    configured.find((reader) => realPath(computer, serialPath(reader) ?? "") === path)?.id ?? null;
  const ports = found.map((port): ScannedPort => {
    const adapter = adapterOf(port);
    return {
      spec: `serial:${stableName(port)}`,
      path: port.path,
      byId: port.byId,
      byPath: port.byPath,
      usb: port.usb,
      adapter: adapter.sentence,
      suggestedDriver: adapter.driver,
      access: portAccess(computer, port.path),
      holders: holdersOf(computer, port.path, openFiles),
      readerId: readerOn(port.path),
    };
  });
  const missing = configured.filter((reader) => {
    const path = serialPath(reader);
    return path !== null && realPath(computer, path) === null;
  });
  return { ports, missing, remarks: remarksOf(computer, found, openFiles) };
}

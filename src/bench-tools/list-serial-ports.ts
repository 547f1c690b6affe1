/**
 * Serial ports as the system's own folders list them. They are not opened, because opening raises modem lines that some
 * readers look at; and udev is not asked, because a list made by udev is empty where its tools are missing.
 */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BenchComputer, readLine, realPath } from "./bench-computer.ts";
import type { UsbIdentity } from "./usb-adapters.ts";

export interface SerialPortFound {
  /** e.g. `/dev/ttyUSB0`, which may be another port tomorrow. */
  readonly path: string;
  /** Below `/dev/serial/by-id`: the adapter, wherever it is plugged in. */
  readonly byId: string | null;
  /** Below `/dev/serial/by-path`: the socket, whatever is plugged into it. */
  readonly byPath: string | null;
  /** The name somebody gave it, where that is a link to the port. */
  readonly givenAs: string | null;
  /** Null for ports that are not on USB. */
  readonly usb: UsbIdentity | null;
}

function entries(computer: BenchComputer, folder: string): string[] {
  try {
    return readdirSync(join(computer.root, folder)).sort();
  } catch {
    return [];
  }
}

/** The first folder above that has these ids, which is the USB product. */
function usbOf(computer: BenchComputer, startFolder: string): UsbIdentity | null {
  for (let folder = startFolder; folder !== "/" && folder !== "."; folder = dirname(folder)) {
    const vendorId = readLine(computer, `${folder}/idVendor`);
    const productId = readLine(computer, `${folder}/idProduct`);
    if (vendorId === null || productId === null) continue;
    return {
      vendorId: vendorId.toLowerCase(),
      productId: productId.toLowerCase(),
      manufacturer: readLine(computer, `${folder}/manufacturer`),
      product: readLine(computer, `${folder}/product`),
      serialNumber: readLine(computer, `${folder}/serial`),
    };
  }
  return null;
}

/** Links of a folder by where they lead. */
function linksByTarget(computer: BenchComputer, folder: string): ReadonlyMap<string, string> {
  const links = entries(computer, folder).flatMap((name): [string, string][] => {
    const target = realPath(computer, `${folder}/${name}`);
    return target === null ? [] : [[target, `${folder}/${name}`]];
  });
  return new Map(links);
}

/** Boards are said to have four or more ports of which most have no chip behind them; their type is 0. */
function hasChip(computer: BenchComputer, name: string): boolean {
  return readLine(computer, `/sys/class/tty/${name}/type`) !== "0";
}

/** Real ports, by name; consoles and pseudo-terminals are none. */
export function listSerialPorts(computer: BenchComputer): readonly SerialPortFound[] {
  const byId = linksByTarget(computer, "/dev/serial/by-id");
  const byPath = linksByTarget(computer, "/dev/serial/by-path");
  return entries(computer, "/sys/class/tty").flatMap((name) => {
    const folder = realPath(computer, `/sys/class/tty/${name}/device`);
    if (folder === null || !hasChip(computer, name)) return [];
    const path = `/dev/${name}`;
    return [
      {
        path,
        byId: byId.get(path) ?? null,
        byPath: byPath.get(path) ?? null,
        givenAs: null,
        usb: usbOf(computer, folder),
      },
    ];
  });
}

/** A port that is named, such as a pseudo-terminal; it need not be one of the system's list. */
export function namedPort(
  computer: BenchComputer,
  path: string,
  listed: readonly SerialPortFound[],
): SerialPortFound {
  const real = realPath(computer, path);
  const known = listed.find((port) => port.path === real);
  if (known !== undefined) return known;
  const givenAs = real === null || real === path ? null : path;
  return {
    path: real ?? path,
    byId: null,
    byPath: null,
    givenAs,
    usb: null,
  };
}

/** USB products that are plugged in, with or without a serial port. */
export function listUsbProducts(computer: BenchComputer): readonly UsbIdentity[] {
  return entries(computer, "/sys/bus/usb/devices").flatMap((name) => {
    const folder = realPath(computer, `/sys/bus/usb/devices/${name}`);
    const usb = folder === null || name.includes(":") ? null : usbOf(computer, folder);
    return usb === null ? [] : [usb];
  });
}

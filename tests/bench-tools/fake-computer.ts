/** A computer of files: ports, adapters, processes and groups as Linux shows them, and a person who uses it. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { BenchComputer } from "../../src/bench-tools/bench-computer.ts";
import { freshFolder } from "../store/fresh-store.ts";

export interface FakeComputer extends BenchComputer {
  file(path: string, text: string): void;
  link(path: string, target: string): void;
  /** A process that has these files open. */
  process(pid: number, command: string, ...open: string[]): void;
}

export interface FakePort {
  readonly name: string;
  readonly usb?: {
    readonly id: string;
    readonly product?: string;
    readonly serialNumber?: string;
  };
  /** False: udev made no name. */
  readonly named?: boolean;
}

interface Person {
  /** Paths below the root that this user may open; without it all. */
  readonly mayOpen?: (path: string) => boolean;
  readonly programs?: readonly string[];
}

export function fakeComputer({
  mayOpen = () => true,
  programs = ["udevadm"],
}: Person = {}): FakeComputer {
  const root = freshFolder();
  const at = (path: string): string => join(root, path);
  const make = (path: string): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    return at(path);
  };
  const file = (path: string, text: string): void => writeFileSync(make(path), text);
  const link = (path: string, target: string): void =>
    symlinkSync(relative(dirname(at(path)), at(target)), make(path));
  return {
    root,
    user: { name: "mta", uid: 1001, groups: [1001] },
    mayOpen: (path) => mayOpen(path.slice(root.length)),
    hasProgram: (name) => programs.includes(name),
    file,
    link,
    process: (pid, command, ...open) => {
      file(`/proc/${pid}/cmdline`, command.replaceAll(" ", "\0"));
      file(`/proc/${pid}/comm`, `${command.split(" ")[0]?.split("/").at(-1)}\n`);
      mkdirSync(at(`/proc/${pid}/fd`), { recursive: true });
      // As in the real folder the links name paths of the system, whatever its root.
      open.forEach((path, index) => {
        symlinkSync(path, at(`/proc/${pid}/fd/${index + 3}`));
      });
    },
  };
}

export function plugIn(computer: FakeComputer, port: FakePort): void {
  const { name, usb, named = true } = port;
  computer.file(`/dev/${name}`, "");
  chmodSync(join(computer.root, "dev", name), 0o660);
  const device =
    usb === undefined ? "/sys/devices/platform/serial8250" : `/sys/devices/usb1/1-${name}`;
  computer.file(`${device}/1-1:1.0/${name}/number`, "0");
  computer.link(`/sys/class/tty/${name}/device`, `${device}/1-1:1.0/${name}`);
  if (usb === undefined) return;
  const [vendor = "", product = ""] = usb.id.split(":");
  computer.file(`${device}/idVendor`, `${vendor}\n`);
  computer.file(`${device}/idProduct`, `${product}\n`);
  if (usb.product !== undefined) computer.file(`${device}/product`, `${usb.product}\n`);
  if (usb.serialNumber !== undefined) computer.file(`${device}/serial`, `${usb.serialNumber}\n`);
  computer.link(`/sys/bus/usb/devices/1-${name}`, device);
  if (!named) return;
  computer.link(
    `/dev/serial/by-id/usb-${usb.serialNumber ?? "adapter"}-if00-port0`,
    `/dev/${name}`,
  );
  computer.link(`/dev/serial/by-path/pci-0-usb-${name}`, `/dev/${name}`);
}

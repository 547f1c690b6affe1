import { portDrivers, requireDriver } from "../bench-tools/require-driver.ts";
import type { Driver } from "../instrument/contract.ts";
import { KNOWN_DRIVERS } from "./interpreters.ts";
import { readTextFile } from "./read-text-file.ts";

/** A driver by its id, or the one that a profile file describes. Throws DRIVER_UNKNOWN, or what is wrong with the file. */
export function namedDriver(name: string): Driver {
  if (name.endsWith(".toml")) return KNOWN_DRIVERS.fromProfile(readTextFile(name), name);
  return requireDriver(portDrivers(KNOWN_DRIVERS.drivers), name);
}

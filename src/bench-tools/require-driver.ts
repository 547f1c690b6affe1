import { PlatewardenError } from "../domain/errors.ts";
import { type AnyDriver, type Driver, isServerDriver } from "../instrument/contract.ts";
import { suggestName } from "../layout/closest-name.ts";

/** Those that talk to a reader in bytes over a port. */
export function portDrivers(drivers: readonly AnyDriver[]): readonly Driver[] {
  return drivers.flatMap((driver) => (isServerDriver(driver) ? [] : [driver]));
}

/** The driver of this name. Throws DRIVER_UNKNOWN, naming what was probably meant. */
export function requireDriver(drivers: readonly Driver[], id: string): Driver {
  const driver = drivers.find((one) => one.id === id);
  if (driver !== undefined) return driver;
  const known = drivers.map((one) => one.id);
  const suggestion = suggestName(id, known);
  throw new PlatewardenError("DRIVER_UNKNOWN", `There is no driver ${id}. ${suggestion}`.trim(), {
    detail: { driver: id, known },
  });
}

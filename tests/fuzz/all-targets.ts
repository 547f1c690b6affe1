import type { FuzzTarget } from "./target.ts";
import { driverTargets } from "./targets/drivers.ts";
import { exportTargets } from "./targets/exports.ts";
import { fileTargets } from "./targets/files.ts";
import { recordTargets } from "./targets/records.ts";
import { requestTargets } from "./targets/requests.ts";

/** Every parser that takes bytes from outside; a test holds it to the drivers, dialects and importers there are. */
export function allTargets(): readonly FuzzTarget[] {
  return [
    ...driverTargets(),
    ...exportTargets(),
    ...recordTargets(),
    ...fileTargets(),
    ...requestTargets(),
  ];
}

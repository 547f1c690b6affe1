import type { Check } from "./check.ts";
import { ACCESS_CHECKS } from "./checks/access-checks.ts";
import { FAULT_CHECKS } from "./checks/fault-checks.ts";
import { INSTALLATION_CHECKS } from "./checks/installation-checks.ts";
import { READING_CHECKS } from "./checks/reading-checks.ts";
import { RECORD_CHECKS } from "./checks/record-checks.ts";
import { REFERENCE_CHECKS } from "./checks/reference-checks.ts";

/** In the order in which they are made: plates are read before faults, and both before what they left is proven. */
export const ALL_CHECKS: readonly Check[] = [
  ...INSTALLATION_CHECKS,
  ...REFERENCE_CHECKS,
  ...READING_CHECKS,
  ...FAULT_CHECKS,
  ...ACCESS_CHECKS,
  ...RECORD_CHECKS,
];

import type { GoldKind } from "../../src/qualify/reference/gold-kind.ts";
import { REFERENCE_KINDS } from "../../src/qualify/reference/reference-kinds.ts";
import { nistNonlinearKind } from "./kinds/nist-nonlinear.ts";
import { timingCurvesKind } from "./kinds/timing-curves.ts";

/** Every kind of gold file that can be judged: those of the product's own qualification, and what only tests compare. */
export const GOLD_KINDS: readonly GoldKind[] = [
  ...REFERENCE_KINDS,
  nistNonlinearKind,
  timingCurvesKind,
];

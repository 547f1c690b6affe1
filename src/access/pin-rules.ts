import { PlatewardenError } from "../domain/errors.ts";
import { isRun } from "./password-rules.ts";

/** Four to eight digits that are neither all the same nor a run like 1234. Throws PIN_WEAK. */
export function requireGoodPin(pin: string): void {
  const digits = /^[0-9]{4,8}$/.test(pin);
  if (digits && !/^(.)\1*$/.test(pin) && !isRun(pin)) return;
  throw new PlatewardenError(
    "PIN_WEAK",
    digits
      ? "This PIN cannot be taken: it is one of those that are tried first."
      : "A PIN has four to eight digits.",
  );
}

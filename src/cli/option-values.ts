import { InvalidArgumentError } from "commander";

/** A percentage from 0 to 100; commander shows the message with the option's name. */
export function percent(text: string): number {
  const value = Number(text.replace(",", "."));
  if (text.trim() !== "" && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError("It is a percentage from 0 to 100.");
}

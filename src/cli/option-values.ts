import { InvalidArgumentError } from "commander";

/** A percentage from 0 to 100; commander shows the message with the option's name. */
export function percent(text: string): number {
  const value = Number(text.replace(",", "."));
  if (text.trim() !== "" && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError("It is a percentage from 0 to 100.");
}

/** How many rows of a list. */
export function count(text: string): number {
  const value = Number(text);
  if (/^\d{1,6}$/.test(text.trim()) && value >= 1) return value;
  throw new InvalidArgumentError("It is a whole number from 1 on.");
}

/** A TCP port; 0 takes any free one. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text.trim()) && value <= 65_535) return value;
  throw new InvalidArgumentError("It is a port from 0 to 65535.");
}

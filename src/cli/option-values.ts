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

/** How many threads. */
export function threadCount(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}$/.test(text.trim()) && value >= 1 && value <= 256) return value;
  throw new InvalidArgumentError("It is a whole number from 1 to 256.");
}

/** A TCP port; 0 takes any free one. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text.trim()) && value <= 65_535) return value;
  throw new InvalidArgumentError("It is a port from 0 to 65535.");
}

/** A number above zero, such as seconds. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It is a number above 0.");
}

/** A wavelength in nm. */
export function wavelength(text: string): number {
  const value = Number(text);
  if (/^\d{3,4}$/.test(text.trim()) && value >= 190 && value <= 1000) return value;
  throw new InvalidArgumentError("It is a whole number of nm from 190 to 1000.");
}

/** A moment, written as ISO 8601; without a zone it is this computer's time. */
export function instant(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError("It is a time such as 2026-03-14T10:15:00Z.");
}

/** One of these words. */
export function choice<const Words extends readonly string[]>(
  words: Words,
): (text: string) => Words[number] {
  return (text) => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`It is one of ${words.join(", ")}.`);
  };
}

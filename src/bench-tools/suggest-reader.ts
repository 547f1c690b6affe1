import type { ConfiguredReader } from "./scan-ports.ts";

/** Stands where nobody but the person at the reader knows. */
export const DRIVER_PLACEHOLDER = "CHANGE-ME";

export interface SuggestedDriver {
  readonly id: string;
  /** The file that describes the reader; null for a driver of the program. */
  readonly profile: string | null;
}

/** The lines of a configuration for a reader on this port, with an id that is still free. */
export function suggestReader(
  spec: string,
  driver: SuggestedDriver | null,
  taken: readonly ConfiguredReader[],
  drivers: readonly string[],
): { readonly id: string; readonly lines: string } {
  const ids = taken.map((reader) => reader.id);
  let number = 1;
  while (ids.includes(`bench-${number}`)) number += 1;
  const id = `bench-${number}`;
  const profile = driver?.profile ?? null;
  const name = profile === null ? (driver?.id ?? DRIVER_PLACEHOLDER) : "profile";
  const comment = driver === null ? `   # one of ${drivers.join(", ")}` : "";
  return {
    id,
    lines: [
      "[[reader]]",
      `id = "${id}"`,
      `driver = "${name}"${comment}`,
      ...(profile === null ? [] : [`profile = "${profile}"`]),
      `port = "${spec}"`,
    ].join("\n"),
  };
}

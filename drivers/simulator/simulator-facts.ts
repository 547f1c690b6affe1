/** What there is to know of a simulator before it is started. */
export interface SimulatorFacts {
  /** As `simulate` calls it: the driver's id. */
  readonly id: string;
  readonly title: string;
  /** The program to start. */
  readonly main: string;
  /** Arguments that every start of it needs. */
  readonly arguments: readonly string[];
  /** The options that say where it is plugged in; null where it cannot be plugged in so. */
  readonly plugs: { readonly pty: string | null; readonly tcp: string | null };
  /** Names for `--model`, the usual one first; empty when there is one model only. */
  readonly models: readonly string[];
  /** What can be made to go wrong, with the control command for it. */
  readonly faults: Readonly<Record<string, object>>;
  /** The control command that presses Start at its panel; null when it has no such key. */
  readonly pressStart: object | null;
  /** Its own options of the command line, with an example of a value. */
  readonly ownOptions: readonly string[];
}

export const SERIAL_PLUGS = { pty: "--pty", tcp: "--tcp" } as const;

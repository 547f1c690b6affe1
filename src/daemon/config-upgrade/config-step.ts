/** A step from one form of the configuration to the next. */
export interface ConfigStep {
  /** The number behind `platewarden-config/`. */
  readonly from: number;
  readonly to: number;
  /** What it does, for whoever applies it. */
  readonly title: string;
  /**
   * Gets the whole text, which is TOML, and gives it back with the places changed that have to be; comments and order
   * stay. Done twice it must change nothing more.
   */
  readonly change: (text: string) => string;
}

/** What a backup is made of. */
export interface BackupSource {
  readonly dataFolder: string;
  /** Name of the database in the data folder. */
  readonly database: string;
  /** The file the bench is configured by; null where a program has put the configuration together. */
  readonly configFile: string | null;
  /** Files and folders outside the data folder without which the bench does not work as it did. */
  readonly named: readonly NamedPath[];
}

export interface NamedPath {
  readonly path: string;
  /** Left out of a set that is not encrypted. */
  readonly isSecret: boolean;
}

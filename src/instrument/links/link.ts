/** A byte connection to one reader. It is used once: after a loss a new one is made, nothing is repaired. */
export interface Link {
  /** Rejects with a PlatewardenError of a PORT_ code. Handlers must be set before. */
  open(): Promise<void>;
  /** Resolves when the operating system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the port is free again; closing twice, or after a loss, does nothing. `onLost` stays silent. */
  close(): Promise<void>;
  onData(handler: (bytes: Uint8Array) => void): void;
  /** Called once when an open link breaks, with the reason in words. */
  onLost(handler: (reason: string) => void): void;
}

/** Where the simulated reader is plugged in. It outlives every host: a lost host is nothing, a new one may come. */
export interface HostPort {
  /** What a host gives to its link, `serial:PATH` or `tcp://HOST:PORT`. */
  readonly spec: string;
  readonly listening: Readonly<Record<string, string | number>>;
  /** Bytes to nobody are lost. */
  write(bytes: Buffer): void;
  /** Unplugs the cable under the host and plugs it in again; resolves when the next host can come. */
  dropLink(): Promise<void>;
  close(): void;
}

export type OnHostBytes = (bytes: Uint8Array) => void;

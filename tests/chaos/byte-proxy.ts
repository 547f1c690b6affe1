/** Stands between simulator and daemon on TCP and remembers which byte went to the daemon when. */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

export interface PassedBytes {
  readonly atMs: number;
  readonly bytes: Buffer;
}

export interface ByteProxy {
  readonly spec: string;
  /** One list a connection of the daemon, oldest first. */
  readonly connections: readonly (readonly PassedBytes[])[];
  stop(): Promise<void>;
}

/** @param target host and port of the simulator */
export async function startProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<ByteProxy> {
  const connections: PassedBytes[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((daemon) => {
    const passed: PassedBytes[] = [];
    connections.push(passed);
    const reader = connect(target);
    for (const socket of [daemon, reader]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        daemon.destroy();
        reader.destroy();
      });
    }
    daemon.on("data", (bytes) => reader.write(bytes));
    reader.on("data", (bytes) => {
      // Only what the operating system has taken can have been read on the other side.
      daemon.write(bytes, () => passed.push({ atMs: performance.now(), bytes }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    spec: `tcp://127.0.0.1:${port}`,
    connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

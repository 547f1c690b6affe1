/** Stands between simulator and daemon on TCP, remembers which byte went to the daemon when, and makes trouble when told. */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { type Damage, damaged, LEAST_DAMAGED } from "./byte-damage.ts";

export interface PassedBytes {
  readonly atMs: number;
  readonly bytes: Buffer;
}

/** The daemon's connections, and when each was cut from here; null while it was not. */
export interface PassedConnection {
  readonly openedAtMs: number;
  readonly passed: PassedBytes[];
  cutAtMs: number | null;
}

export interface ByteProxy {
  readonly spec: string;
  /** One a connection of the daemon, oldest first. */
  readonly connections: readonly PassedConnection[];
  /** Pulls the plug; the daemon may connect again at once. */
  cut(): void;
  /** Pulls the plug and lets nobody in for so long, like a device server that is started afresh. */
  refuseFor(ms: number): Promise<void>;
  /** Bytes that the reader never sent. */
  addNoise(bytes: Buffer): void;
  /** What the reader sends from now on arrives byte by byte, so far apart; 0 ends it. */
  slowDown(msAByte: number): void;
  /** The next long piece that the reader sends arrives damaged; `told` is called when it does. */
  damageNext(how: Damage, where: number, amount: number, told: () => void): void;
  stop(): Promise<void>;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** @param target host and port of the simulator */
export async function startProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<ByteProxy> {
  const connections: PassedConnection[] = [];
  const sockets = new Set<Socket>();
  let toDaemon: ((bytes: Buffer) => void) | null = null;
  let slowMs = 0;
  let damageOf: ((bytes: Buffer) => Buffer) | null = null;

  function onTheWay(bytes: Buffer): Buffer {
    if (damageOf === null || bytes.length < LEAST_DAMAGED) return bytes;
    const changed = damageOf(bytes);
    damageOf = null;
    return changed;
  }

  function serve(daemon: Socket): void {
    const connection: PassedConnection = {
      openedAtMs: performance.now(),
      passed: [],
      cutAtMs: null,
    };
    connections.push(connection);
    const reader = connect(target);
    for (const socket of [daemon, reader]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        connection.cutAtMs ??= performance.now();
        daemon.destroy();
        reader.destroy();
      });
    }
    const pass = (bytes: Buffer): void => {
      if (daemon.destroyed) return;
      // Only what the operating system has taken can have been read on the other side.
      daemon.write(bytes, (error) => {
        if (!error) connection.passed.push({ atMs: performance.now(), bytes });
      });
    };
    toDaemon = pass;
    let last: Promise<void> = Promise.resolve();
    daemon.on("data", (bytes) => reader.write(bytes));
    reader.on("data", (bytes) => {
      // In order, also where the speed changes in between.
      last = last.then(() => passSlowly(onTheWay(bytes), pass));
    });
  }

  async function passSlowly(bytes: Buffer, pass: (bytes: Buffer) => void): Promise<void> {
    if (slowMs === 0) return pass(bytes);
    for (const byte of bytes) {
      pass(Buffer.of(byte));
      await new Promise((done) => setTimeout(done, slowMs));
    }
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  let server = createServer(serve);
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    spec: `tcp://127.0.0.1:${port}`,
    connections,
    cut,
    refuseFor: async (ms) => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
      await new Promise((done) => setTimeout(done, ms));
      server = createServer(serve);
      await listen(server, port);
    },
    addNoise: (bytes) => toDaemon?.(bytes),
    slowDown: (msAByte) => {
      slowMs = msAByte;
    },
    damageNext: (how, where, amount, told) => {
      damageOf = (bytes) => {
        told();
        return damaged(bytes, how, where, amount);
      };
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

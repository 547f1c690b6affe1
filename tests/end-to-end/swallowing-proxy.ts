/** Stands between client and server on TCP and may swallow bytes without closing anything, as a broken switch does. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface SwallowingProxy {
  readonly port: number;
  /** Connections that were opened so far. */
  readonly connections: () => number;
  /** `nothing`: everything passes. `answers`: what the server says is lost. `all`: both directions are. */
  swallow(what: "nothing" | "answers" | "all"): void;
  /** Closes every connection; new ones are let in. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startSwallowingProxy(targetPort: number): Promise<SwallowingProxy> {
  const sockets = new Set<Socket>();
  let swallowed: "nothing" | "answers" | "all" = "nothing";
  let opened = 0;
  const server = createServer((client) => {
    opened += 1;
    const target = connect({ host: "127.0.0.1", port: targetPort });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.on("data", (bytes) => {
      if (swallowed !== "all") target.write(bytes);
    });
    target.on("data", (bytes) => {
      if (swallowed === "nothing") client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => opened,
    swallow: (what) => {
      swallowed = what;
    },
    cut,
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

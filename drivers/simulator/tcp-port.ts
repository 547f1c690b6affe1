import { createServer, type Socket } from "node:net";
import type { HostPort, OnHostBytes } from "./host-port.ts";

/** Like a serial device server: one client at a time, a second one is sent away. Port 0 takes any free port. */
export function openTcpPort(port: number, onBytes: OnHostBytes): Promise<HostPort> {
  let host: Socket | null = null;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (host !== null) return socket.destroy();
    host = socket;
    socket.setNoDelay(true);
    socket.on("data", onBytes);
    socket.on("close", () => {
      if (host === socket) host = null;
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve({
        spec: `tcp://127.0.0.1:${bound}`,
        listening: { port: bound },
        write: (bytes) => {
          host?.write(bytes);
        },
        dropLink: async () => {
          host?.destroy();
          host = null;
        },
        close: () => {
          host?.destroy();
          server.close();
        },
      });
    });
  });
}

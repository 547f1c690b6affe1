import { Socket } from "node:net";
import { openError, writeError } from "../link-errors.ts";
import type { Link } from "./link.ts";

/** How long a serial device server may take to accept; it stands in the same building. */
const CONNECT_WITHIN_MS = 5000;

/** A reader behind a serial device server (raw TCP, no Telnet options), or a simulator. */
export function createTcpLink(host: string, port: number): Link {
  const spec = `tcp://${host}:${port}`;
  const socket = new Socket();
  let onLost: (reason: string) => void = () => undefined;
  let isOpen = false;
  let reason = "the other side closed the connection";

  socket.on("error", (error) => {
    reason = error.message;
  });
  socket.on("close", () => {
    if (isOpen) onLost(reason);
    isOpen = false;
  });
  // A peer that has ended will not answer any more; half-open connections are of no use here.
  socket.on("end", () => socket.destroy());

  return {
    open: () =>
      new Promise((resolve, reject) => {
        const fail = (error: Error): void => {
          socket.destroy();
          reject(openError(spec, error));
        };
        const tooLate = (): void => fail(new Error("ETIMEDOUT: nobody accepted the connection"));
        socket.setTimeout(CONNECT_WITHIN_MS, tooLate);
        socket.once("error", fail);
        socket.connect(port, host, () => {
          socket.setTimeout(0);
          socket.off("error", fail);
          socket.setNoDelay(true);
          // A server that vanished without a word is noticed even when nothing is sent.
          socket.setKeepAlive(true, 10_000);
          isOpen = true;
          resolve();
        });
      }),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (!isOpen) return reject(writeError(spec, new Error("the connection is closed")));
        socket.write(bytes, (error) => {
          if (error) reject(writeError(spec, error));
          else resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        isOpen = false;
        if (socket.closed) return resolve();
        socket.once("close", () => resolve());
        socket.destroy();
      }),
    onData: (handler) => {
      socket.on("data", handler);
    },
    onLost: (handler) => {
      onLost = handler;
    },
  };
}

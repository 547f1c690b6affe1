import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { PlatewardenError } from "../domain/errors.ts";
import { STRICT_HEADERS } from "./loopback-guard.ts";

const WHY: Readonly<Record<string, { readonly status: number; readonly message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    message: "The request did not arrive as a whole in time.",
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: "The address and the headers of the request are too long.",
  },
};

/**
 * Answers what is no request that could be read, in the form of every other refusal, and closes the connection. For
 * Fastify's `clientErrorHandler`.
 */
export function answerUnreadable(fault: Error & { code?: string }, socket: Socket): void {
  if (fault.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = WHY[fault.code ?? ""] ?? {
    status: 400,
    message: "What was sent is not a request of HTTP.",
  };
  const { code, entry, detail } = new PlatewardenError("REQUEST_INVALID", message);
  const body = JSON.stringify({ error: { code, message, remedy: entry.remedy, detail } });
  const headers = {
    ...STRICT_HEADERS,
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}

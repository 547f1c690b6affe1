/** The server behind the pages: plain for this computer alone, or with TLS under names that others know. */
import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Socket } from "node:net";

/** A certificate with those above it, and its key, as PEM. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface WebDoor {
  readonly isEncrypted: boolean;
  /** Host names, besides this computer's own, under which the pages may be opened. */
  readonly names: readonly string[];
  makeServer(listener: RequestListener): Server;
  /** From now on connections are made with this one; those that are open go on. */
  renew(pair: KeyPair): void;
}

/** Who sends slower than this holds a connection for nothing; pages and programs need a moment. */
const LIMITS: ServerOptions = {
  /** Address and headers together; browsers send the cookies of every other program of this computer along. */
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
  keepAliveTimeout: 72_000,
};

const MOST_HEADERS = 64;
const MOST_CONNECTIONS = 1024;
/** Of one other computer; a browser opens six at most. */
const MOST_CONNECTIONS_OF_ONE = 128;
const HANDSHAKE_WITHIN_MS = 10_000;

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127\.|^::1$/;

/** One computer elsewhere cannot take all connections; this one is held to the total alone. */
function limitConnections(server: Server): void {
  server.maxHeadersCount = MOST_HEADERS;
  server.maxConnections = MOST_CONNECTIONS;
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    if (LOOPBACK_ADDRESS.test(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count > MOST_CONNECTIONS_OF_ONE) socket.destroy();
  });
}

/** Without `tls` nothing is encrypted: the caller must listen on this computer's own addresses only. */
export function webDoor(tls?: KeyPair & { readonly names: readonly string[] }): WebDoor {
  let pair: KeyPair | undefined = tls;
  const encrypted: TlsServer[] = [];

  function makeServer(listener: RequestListener): Server {
    if (pair === undefined) return createServer(LIMITS, listener);
    const server = createTlsServer(
      {
        ...LIMITS,
        cert: pair.certificatePem,
        key: pair.keyPem,
        minVersion: "TLSv1.2",
        honorCipherOrder: true,
        handshakeTimeout: HANDSHAKE_WITHIN_MS,
      },
      listener,
    );
    encrypted.push(server);
    return server;
  }

  return {
    isEncrypted: tls !== undefined,
    names: tls?.names ?? [],
    makeServer: (listener) => {
      const server = makeServer(listener);
      limitConnections(server);
      return server;
    },
    renew: (next) => {
      pair = next;
      for (const server of encrypted) {
        server.setSecureContext({
          cert: next.certificatePem,
          key: next.keyPem,
          minVersion: "TLSv1.2",
          honorCipherOrder: true,
        });
      }
    },
  };
}

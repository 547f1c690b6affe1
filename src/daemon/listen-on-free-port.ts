import type { FastifyInstance } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";

const TRIES = 50;
const HIGHEST_PORT = 65_535;

/** Where this computer itself reaches a server that listens on all of its addresses. */
const OWN_ADDRESS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

/**
 * Listens on the wanted port, or on the next free one above it; port 0 is any. Returns the address at which this
 * computer reaches it. Throws WEB_NOT_SERVED, with the server closed, when there is none or the host is not this
 * computer's.
 */
export async function listenOnFreePort(
  server: FastifyInstance,
  wanted: { readonly host: string; readonly port: number },
  scheme: "http" | "https" = "http",
): Promise<string> {
  for (let step = 0; ; step += 1) {
    const port = wanted.port === 0 ? 0 : wanted.port + step;
    try {
      await server.listen({
        host: wanted.host,
        port,
        listenTextResolver: (address) => `listens at ${address.replace(/^https?:/, `${scheme}:`)}`,
      });
      const host = OWN_ADDRESS[wanted.host] ?? wanted.host;
      const name = host.includes(":") ? `[${host}]` : host;
      return `${scheme}://${name}:${portOf(server)}`;
    } catch (error) {
      if (isTaken(error) && step < TRIES && port < HIGHEST_PORT) continue;
      await server.close();
      const reason = error instanceof Error ? error.message : String(error);
      throw new PlatewardenError(
        "WEB_NOT_SERVED",
        `The bench page cannot be served on ${wanted.host} from port ${wanted.port} on: ${reason}.`,
        { detail: { host: wanted.host, port: wanted.port }, cause: error },
      );
    }
  }
}

function portOf({ server }: FastifyInstance): number {
  const address = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("the server listens on no port");
}

import type { FastifyInstance } from "fastify";

const TRIES = 50;

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

/** Listens on the wanted port, or on the next free one above it; port 0 is any. Returns the address to open. */
export async function listenOnFreePort(
  server: FastifyInstance,
  wanted: { readonly host: string; readonly port: number },
): Promise<string> {
  for (let step = 0; ; step += 1) {
    try {
      return await server.listen({
        host: wanted.host,
        port: wanted.port === 0 ? 0 : wanted.port + step,
      });
    } catch (error) {
      if (!isTaken(error) || step >= TRIES) throw error;
    }
  }
}

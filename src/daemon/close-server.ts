import type { FastifyInstance } from "fastify";

/** So long the pages may take to end their connections when the daemon stops. */
const CLOSE_WITHIN_MS = 250;

/** Live feeds end by themselves; a browser keeps other connections, some without a request, for more than a minute. */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const force = (): void => server.server.closeAllConnections();
  const timer = setTimeout(force, CLOSE_WITHIN_MS);
  await server.close();
  clearTimeout(timer);
  force();
}

/** The real server for tests, with as many services behind it as a test needs. */
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { buildServer, type ServerOptions } from "../../src/api/build-server.ts";
import type { PersonRole } from "../../src/domain/person.ts";
import { fakeAccess } from "./fake-access.ts";
import { createFakeBench } from "./fake-bench-service.ts";
import { signedInAs } from "./fake-callers.ts";
import { fakeHealth } from "./fake-health.ts";

type Services = ServerOptions["services"];

export interface FakeServerOptions extends Partial<Omit<ServerOptions, "services">> {
  /** Those that the test asks for; a route whose service is not there answers with INTERNAL. */
  readonly services?: Partial<Services>;
  /** Who sends every request; a reviewer unless told. */
  readonly role?: PersonRole;
}

/** A server at which A. Jansen is signed in, not yet listening; nobody closes it but the test. */
export function serveFakes(options: FakeServerOptions = {}): FastifyInstance {
  const { services, role = "reviewer", ...more } = options;
  return buildServer({
    services: {
      bench: createFakeBench(),
      access: fakeAccess(role),
      health: fakeHealth(),
      incidents: { incidents: () => [], note: () => [] },
      ...services,
    } as Services,
    callers: signedInAs(role),
    webRoot: "none",
    logger: pino({ level: "silent" }),
    ...more,
  });
}

/** The fake bench with real accounts behind the real server; its clock can be set forward. */
import type { FastifyInstance } from "fastify";
import { type Access, createAccess } from "../../src/access/access.ts";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { createFakeBench, type FakeBench } from "../api/fake-bench-service.ts";
import { serveFakes } from "../api/serve-fakes.ts";
import { freshStore } from "../store/fresh-store.ts";
import { addBenchPeople } from "./bench-people.ts";
import { type ServedPages, servePages } from "./browser-bench.ts";

export interface AccountBench {
  readonly pages: ServedPages;
  readonly bench: FakeBench;
  readonly access: Access;
  /** The server's clock goes on by so long at once. */
  readonly later: (ms: number) => void;
}

/** With `BENCH_PEOPLE`, or with nobody: then it waits to be set up. Within a running test, which ends it. */
export async function serveAccounts(
  webRoot: string,
  options: { readonly lockAfterMs?: number; readonly people?: boolean } = {},
): Promise<AccountBench> {
  const { lockAfterMs = 600_000, people = true } = options;
  let aheadMs = 0;
  const nowMs = (): number => Date.now() + aheadMs;
  const store = freshStore();
  const access = createAccess({ store, nowMs, lockAfterMs });
  if (people) await addBenchPeople(access);
  const bench = createFakeBench();
  const makeServer = (): FastifyInstance =>
    serveFakes({
      services: { bench, access: accessSource(access, ALL_ROUTES) },
      callers: callerSource(access),
      webRoot,
    });
  const pages = await servePages(makeServer);
  return {
    pages,
    bench,
    access,
    later: (ms) => {
      aheadMs += ms;
    },
  };
}

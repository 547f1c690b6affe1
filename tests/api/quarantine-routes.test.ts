import type { FastifyInstance } from "fastify";
import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { buildServer } from "../../src/api/build-server.ts";
import type { BenchView, ErrorView } from "../../src/api/views.ts";
import { createFakeBench, type FakeBench } from "./fake-bench-service.ts";

let bench: FakeBench;
let app: FastifyInstance;

beforeEach(() => {
  bench = createFakeBench();
  bench.receiveUnknownFile({});
  app = buildServer({ service: bench, webRoot: "/nowhere", logger: pino({ level: "silent" }) });
});

const waiting = (): string => bench.bench().quarantine[0]?.documentSha256 ?? "";

function post(url: string, payload: object) {
  return app.inject({ method: "POST", url, payload });
}

describe("a file in quarantine", () => {
  it("is tried again by somebody; what is left there comes back", async () => {
    const response = await post(`/api/quarantine/${waiting()}/retry`, { by: "A. Jansen" });
    expect(response.statusCode).toBe(200);
    expect(response.json<BenchView["quarantine"]>()).toEqual(bench.bench().quarantine);
  });

  it("is dismissed with a name and a reason", async () => {
    const sha256 = waiting();
    const said = { by: "A. Jansen", reason: "a note" };
    const response = await post(`/api/quarantine/${sha256}/dismiss`, said);
    const left = response.json<BenchView["quarantine"]>().map((file) => file.documentSha256);
    expect(left).not.toContain(sha256);
  });

  it.each([
    ["dismiss", { by: "A. Jansen" }, "reason"],
    ["dismiss", { reason: "a note" }, "by"],
    ["retry", {}, "by"],
  ])("is left alone when %s with %o is asked for", async (order, body, missing) => {
    const before = bench.bench().quarantine;
    const response = await post(`/api/quarantine/${waiting()}/${order}`, body);
    expect(response.statusCode).toBe(400);
    expect(response.json<ErrorView>().error.message).toContain(missing);
    expect(bench.bench().quarantine).toEqual(before);
  });

  it("must be named by its whole hash, and be there", async () => {
    const said = { by: "A. Jansen" };
    expect((await post("/api/quarantine/abc/retry", said)).statusCode).toBe(400);
    const unknown = await post(`/api/quarantine/${"0".repeat(64)}/retry`, said);
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json<ErrorView>().error.code).toBe("DOCUMENT_UNKNOWN");
  });
});

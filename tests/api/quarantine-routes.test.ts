import type { FastifyInstance } from "fastify";
import { beforeEach, describe, expect, it } from "vitest";
import type { BenchView, ErrorView } from "../../src/api/views.ts";
import { createFakeBench, type FakeBench } from "./fake-bench-service.ts";
import { serveFakes } from "./serve-fakes.ts";

let bench: FakeBench;
let app: FastifyInstance;

beforeEach(() => {
  bench = createFakeBench();
  bench.receiveUnknownFile({});
  app = serveFakes({ services: { bench } });
});

const waiting = (): string => bench.bench().quarantine[0]?.documentSha256 ?? "";

function post(url: string, payload: object) {
  return app.inject({ method: "POST", url, payload });
}

describe("a file in quarantine", () => {
  it("is tried again by somebody; what is left there comes back", async () => {
    const response = await post(`/api/v1/quarantine/${waiting()}/retry`, {});
    expect(response.statusCode).toBe(200);
    expect(response.json<BenchView["quarantine"]>()).toEqual(bench.bench().quarantine);
  });

  it("is dismissed with a reason", async () => {
    const sha256 = waiting();
    const said = { reason: "a note" };
    const response = await post(`/api/v1/quarantine/${sha256}/dismiss`, said);
    const left = response.json<BenchView["quarantine"]>().map((file) => file.documentSha256);
    expect(left).not.toContain(sha256);
  });

  it.each([
    ["dismiss", {}, "reason"],
    ["dismiss", { reason: "a note", by: "B. Visser" }, "by"],
    ["retry", { by: "B. Visser" }, "by"],
  ])("is left alone when %s with %o is asked for", async (order, body, missing) => {
    const before = bench.bench().quarantine;
    const response = await post(`/api/v1/quarantine/${waiting()}/${order}`, body);
    expect(response.statusCode).toBe(400);
    expect(response.json<ErrorView>().error.message).toContain(missing);
    expect(bench.bench().quarantine).toEqual(before);
  });

  it("must be named by its whole hash, and be there", async () => {
    const said = {};
    expect((await post("/api/v1/quarantine/abc/retry", said)).statusCode).toBe(400);
    const unknown = await post(`/api/v1/quarantine/${"0".repeat(64)}/retry`, said);
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json<ErrorView>().error.code).toBe("DOCUMENT_UNKNOWN");
  });
});

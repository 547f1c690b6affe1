import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import type { BenchView, ErrorView, PlateView, RunView } from "../../src/api/views.ts";
import { createFakeBench, type FakeBench } from "./fake-bench-service.ts";
import { serveFakes } from "./serve-fakes.ts";

const startRequest = {
  readerId: "reader-1",
  layoutId: "combination-rot180-1plate",
  sample: "C",
  barcode: "PW-C-1",
};

let bench: FakeBench;
let app: FastifyInstance;
let logged: string[];

beforeEach(() => {
  bench = createFakeBench();
  logged = [];
  const logger = pino({ level: "error" }, { write: (entry: string) => logged.push(entry) });
  const webRoot = join(mkdtempSync(join(tmpdir(), "platewarden-")), "not-built");
  app = serveFakes({ services: { bench }, webRoot, logger });
});

function post(url: string, payload: unknown, headers: Record<string, string> = {}) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const request: InjectOptions = { method: "POST", url, payload: body };
  return app.inject({ ...request, headers: { "content-type": "application/json", ...headers } });
}

async function errorOf(answer: Promise<{ statusCode: number; json: () => unknown }>) {
  const response = await answer;
  const { error } = response.json() as ErrorView;
  return { status: response.statusCode, ...error };
}

describe("questions", () => {
  it("answers with the bench", async () => {
    const response = await app.inject("/api/v1/bench");
    expect(response.statusCode).toBe(200);
    expect(response.headers["cache-control"]).toBe("no-store");
    const view = response.json<BenchView>();
    expect(view.readers.map((reader) => reader.id)).toEqual(["reader-1", "reader-2", "reader-3"]);
    expect(view).toEqual(JSON.parse(JSON.stringify(bench.bench())));
  });

  it("answers with a plate whose missing wells are null with token and direction", async () => {
    const plate = (await app.inject("/api/v1/plates/plate-b")).json<PlateView>();
    const overRange = plate.wells.find((well) => well.well === "C4");
    expect(overRange).toMatchObject({
      measurement: null,
      measurementToken: "*****",
      measurementDirection: "over-range",
      survivalPercent: null,
    });
  });

  it("finds a scanned barcode with every character that one may have", async () => {
    const barcode = "PW/C:1_a-b.c";
    const response = await app.inject(`/api/v1/scan/${encodeURIComponent(barcode)}`);
    expect(response.json()).toEqual({
      barcode,
      planned: null,
      alreadyRead: null,
      waiting: null,
      badge: false,
    });
  });

  it.each(["PW C", "€", " ", "PW\u0007", "x".repeat(65)])(
    "refuses the scan %j, which is no barcode",
    async (scanned) => {
      const error = await errorOf(app.inject(`/api/v1/scan/${encodeURIComponent(scanned)}`));
      expect(error).toMatchObject({ status: 422, code: "BARCODE_INVALID" });
    },
  );

  it("says that it knows no such plate or address", async () => {
    expect(await errorOf(app.inject("/api/v1/plates/nothing"))).toMatchObject({
      status: 404,
      code: "PLATE_UNKNOWN",
      message: "There is no plate nothing.",
    });
    expect(await errorOf(app.inject("/api/v1/nothing"))).toMatchObject({
      status: 404,
      code: "ROUTE_UNKNOWN",
    });
  });
});

describe("orders", () => {
  it("starts a run and cancels it", async () => {
    const started = await post("/api/v1/runs", startRequest);
    expect(started.statusCode).toBe(201);
    const run = started.json<RunView>();
    expect(run).toMatchObject({
      barcode: "PW-C-1",
      readerId: "reader-1",
      operator: "A. Jansen",
      state: "reading",
    });
    const cancelled = await post(`/api/v1/runs/${run.id}/cancel`, {});
    expect(cancelled.json<RunView>()).toMatchObject({
      state: "cancelled",
      sentence: "Stopped by A. Jansen.",
    });
  });

  it("passes on trimmed texts", async () => {
    const run = (await post("/api/v1/runs", { ...startRequest, sample: "  C " })).json<RunView>();
    expect(run.sample).toBe("C");
  });

  it("takes a plate without a sample: whether its layout needs one is for the bench to say", async () => {
    const { sample: _, ...check } = { ...startRequest, layoutId: "uniform-96", barcode: "U-1" };
    const run = (await post("/api/v1/runs", check)).json<RunView>();
    expect(run.sample).toBe("check U-1");
  });

  it("refuses a barcode that was read before until a reason is given", async () => {
    const again = { ...startRequest, barcode: "PW-A-1" };
    expect(await errorOf(post("/api/v1/runs", again))).toMatchObject({
      status: 409,
      code: "BARCODE_ALREADY_READ",
      remedy: expect.stringContaining("say why"),
    });
    const withReason = await post("/api/v1/runs", { ...again, rereadReason: "Bubbles seen" });
    expect(withReason.statusCode).toBe(201);
  });

  it("assigns a waiting reading", async () => {
    const { readerId: _, ...details } = startRequest;
    const response = await post("/api/v1/readings/reading-7/assign", details);
    expect(response.json()).toMatchObject({ barcode: "PW-C-1", sample: "C" });
    expect(bench.bench().unassigned).toEqual([]);
  });

  it("sends its strict headers also for an address that cannot be read", async () => {
    const { headers } = await app.inject({ method: "GET", url: "/api/v1/scan/%zz" });
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });

  it("does not let a body say who is answerable", async () => {
    const error = await errorOf(post("/api/v1/runs", { ...startRequest, operator: "B. Visser" }));
    expect(error).toMatchObject({ status: 400, code: "REQUEST_INVALID" });
    expect(error.message).toContain("operator is not known here");
    expect(bench.bench().runs).toHaveLength(1);
  });

  it("names every problem of a body at once", async () => {
    const error = await errorOf(
      post("/api/v1/runs", {
        readerId: 7,
        sample: "  ",
        barcode: "PW\u0007",
        blastsDay4Percent: 130,
        colour: "red",
      }),
    );
    expect(error).toMatchObject({ status: 400, code: "REQUEST_INVALID" });
    for (const problem of [
      "readerId must be a text",
      "layoutId is missing",
      "sample must not be empty",
      "barcode must not contain control characters",
      "blastsDay4Percent must be at most 100",
      "colour is not known here",
    ]) {
      expect(error.message).toContain(problem);
    }
    expect(bench.bench().runs).toHaveLength(1);
  });

  it.each(["[]", "null", '"text"', "7"])("refuses %s as a body", async (body) => {
    const error = await errorOf(post("/api/v1/runs", body));
    expect(error).toMatchObject({ status: 400, code: "REQUEST_INVALID" });
    expect(error.message).toContain("the body must be a JSON object");
  });

  it.each(["{", "", "{'a':1}"])("refuses %j as JSON", async (body) => {
    expect(await errorOf(post("/api/v1/runs", body))).toMatchObject({
      status: 400,
      code: "REQUEST_INVALID",
    });
  });

  it("refuses a long body", async () => {
    const body = { ...startRequest, sample: "x".repeat(20_000) };
    expect(await errorOf(post("/api/v1/runs", body))).toMatchObject({
      status: 413,
      code: "BODY_TOO_LARGE",
    });
  });

  it("tells nothing of its inside when it fails, and logs it", async () => {
    bench.bench = () => {
      throw new Error("secret detail");
    };
    const response = await app.inject("/api/v1/bench");
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain("secret");
    expect(response.json<ErrorView>().error).toMatchObject({ code: "INTERNAL" });
    expect(logged.join()).toContain("secret detail");
  });
});

describe("protection of the loopback server", () => {
  it.each([
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "192.168.0.7:80",
  ])("refuses the host %j", async (host) => {
    const error = await errorOf(app.inject({ url: "/api/v1/bench", headers: { host } }));
    expect(error).toMatchObject({ status: 403, code: "HOST_REFUSED" });
  });

  it.each(["localhost", "localhost:8080", "127.0.0.1:9", "[::1]:8080", "LOCALHOST:1"])(
    "answers as %s",
    async (host) => {
      const response = await app.inject({ url: "/api/v1/bench", headers: { host } });
      expect(response.statusCode).toBe(200);
    },
  );

  it.each([
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:1", host: "localhost:2" },
    { origin: "https://localhost", host: "localhost" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("refuses a change from elsewhere: %j", async (headers) => {
    const error = await errorOf(
      post("/api/v1/runs", startRequest, { host: "localhost", ...headers }),
    );
    expect(error).toMatchObject({ status: 403, code: "ORIGIN_REFUSED" });
    expect(bench.bench().runs).toHaveLength(1);
  });

  it("takes a change from its own page", async () => {
    const headers = { host: "127.0.0.1:8080", origin: "http://127.0.0.1:8080" };
    const response = await post("/api/v1/runs", startRequest, {
      ...headers,
      "sec-fetch-site": "same-origin",
    });
    expect(response.statusCode).toBe(201);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
  ])("refuses a change as %j", async (contentType) => {
    const error = await errorOf(
      post("/api/v1/runs", startRequest, { "content-type": contentType }),
    );
    expect(error).toMatchObject({ status: 415, code: "CONTENT_TYPE_REFUSED" });
  });

  it.each(["/", "/api/v1/bench", "/api/v1/nothing"])(
    "sends strict headers with %s",
    async (url) => {
      const { headers } = await app.inject(url);
      expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'self'/);
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    },
  );
});

describe("pages", () => {
  it("says how to build them when they are not there", async () => {
    const response = await app.inject("/");
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain("npm run prepare");
  });

  it("keeps named versions for ever and checks the first page at each visit", async () => {
    const webRoot = mkdtempSync(join(tmpdir(), "platewarden-"));
    mkdirSync(join(webRoot, "assets"));
    writeFileSync(join(webRoot, "index.html"), "<!doctype html><title>Platewarden</title>");
    writeFileSync(join(webRoot, "assets", "index-1a2b.js"), "export {};");
    const built = serveFakes({ services: { bench }, webRoot });
    const page = await built.inject("/");
    expect(page.body).toContain("<title>Platewarden</title>");
    expect(page.headers["cache-control"]).toBe("no-cache");
    const script = await built.inject("/assets/index-1a2b.js");
    expect(script.headers["cache-control"]).toContain("immutable");
    const outside = await built.inject("/../package.json");
    expect(outside.statusCode).toBe(404);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import type { CallerSource } from "../../src/api/access-guard.ts";
import type { HealthView, MetricsSource } from "../../src/api/health-views.ts";
import type { AnsweredRequest } from "../../src/api/report-requests.ts";
import { signedInAs } from "./fake-callers.ts";
import { fakeHealth } from "./fake-health.ts";
import { serveFakes } from "./serve-fakes.ts";

const nobody: CallerSource = {
  stands: () => true,
  spend: () => undefined,
  callerOf: () => ({ kind: "nobody", name: "nobody", permissions: new Set() }),
};

const opened: ReturnType<typeof serveFakes>[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

function serve(options: Parameters<typeof serveFakes>[0]) {
  const app = serveFakes(options);
  opened.push(app);
  return app;
}

describe("health", () => {
  it.each(["/api/v1/health", "/api/health"])("is told at %s", async (url) => {
    const answer = await serve({}).inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.json<HealthView>()).toMatchObject({ status: "ok", ready: true, problems: [] });
  });

  it("answers 200 while plates are captured, 503 when they cannot be kept", async () => {
    const health = fakeHealth();
    const app = serve({ services: { health } });
    health.fallIll({ state: "degraded" });
    expect((await app.inject("/api/health")).statusCode).toBe(200);
    health.fallIll({ part: "store", state: "failing", code: "store-refuses" });
    const failing = await app.inject("/api/health");
    expect([failing.statusCode, failing.json<HealthView>().status]).toEqual([503, "failing"]);
    expect((await app.inject("/api/health?live")).statusCode).toBe(200);
  });

  it("answers 503 until everything is recovered, and lives meanwhile", async () => {
    const health = fakeHealth();
    const app = serve({ services: { health } });
    health.notReady();
    expect((await app.inject("/api/health")).statusCode).toBe(503);
    expect((await app.inject("/api/health?live=1")).statusCode).toBe(200);
  });

  it("tells everybody the part and the code, and the sentence only who is signed in", async () => {
    const health = fakeHealth();
    health.fallIll({ sentence: "PW-A-1 in /data cannot be kept.", remedy: "Free /data." });
    health.fallIll({ part: "copies in /srv/copies" });
    const told = (await serve({ services: { health } }).inject("/api/health")).body;
    expect(told).toContain("PW-A-1");
    const callers = nobody;
    const open = await serve({ services: { health }, callers }).inject("/api/health");
    expect(open.body).not.toMatch(/PW-A-1|\/data|\/srv/);
    expect(open.json<HealthView>()).toMatchObject({
      status: "degraded",
      problems: [],
      parts: [
        { part: "disk", code: "disk-low", sentence: null, remedy: null },
        { part: "copies", sentence: null, remedy: null },
      ],
    });
  });
});

describe("metrics", () => {
  const source = (openOnLoopback: boolean): MetricsSource => ({
    contentType: "text/plain; version=0.0.4; charset=utf-8",
    openOnLoopback,
    text: async () => "up 1\n",
  });

  it.each(["/metrics", "/api/v1/metrics"])("are told at %s to who may read them", async (url) => {
    const app = serve({ services: { metrics: source(false) }, role: "administrator" });
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.body]).toEqual([200, "up 1\n"]);
    expect(answer.headers["content-type"]).toContain("version=0.0.4");
  });

  it("are not told to others", async () => {
    const metrics = source(false);
    const technician = serve({ services: { metrics }, callers: signedInAs("technician") });
    expect((await technician.inject("/metrics")).statusCode).toBe(403);
    const app = serve({ services: { metrics }, callers: nobody });
    expect((await app.inject("/metrics")).statusCode).toBe(401);
  });

  it("are told to every program on this computer where the configuration says so", async () => {
    const app = serve({ services: { metrics: source(true) }, callers: nobody });
    expect((await app.inject("/metrics")).statusCode).toBe(200);
    const remoteAddress = "192.168.0.7";
    expect((await app.inject({ url: "/metrics", remoteAddress })).statusCode).toBe(401);
    const mapped = await app.inject({ url: "/metrics", remoteAddress: "::ffff:127.0.0.1" });
    expect(mapped.statusCode).toBe(200);
  });
});

it("every request is reported by the pattern of its route, never by its address", async () => {
  const answered: AnsweredRequest[] = [];
  const app = serve({ onAnswered: (request) => void answered.push(request) });
  await app.inject("/api/v1/plates/PW-A-1");
  await app.inject("/api/v1/nothing/PW-A-1");
  expect(answered.map(({ route, status }) => [route, status])).toEqual([
    ["/api/v1/plates/:id", 404],
    ["none", 404],
  ]);
});

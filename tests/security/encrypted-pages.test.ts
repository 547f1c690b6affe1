/** The pages with TLS: who is answered, under which names, and what a browser is told to keep. */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { connect as connectPlainly } from "node:net";
import { connect } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import { webDoor } from "../../src/api/web-door.ts";
import { requestDaemon } from "../../src/bench-tools/request-daemon.ts";
import { readCertificate } from "../../src/daemon/certificate.ts";
import { accessBench, PASSWORD } from "../access/access-bench.ts";
import { serveFakes } from "../api/serve-fakes.ts";
import { LACKS_OPENSSL, makeCertificate } from "./make-certificate.ts";

const NAME = "bench-3.lab.example";

async function serveEncrypted() {
  const files = makeCertificate();
  const certificate = readCertificate({ ...files, names: [NAME] });
  const door = webDoor({ ...certificate, names: [NAME] });
  const people = accessBench();
  const services = { access: accessSource(people.access, ALL_ROUTES) };
  const app = serveFakes({ services, callers: callerSource(people.access), door, heartbeatMs: 20 });
  await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const ca = readFileSync(files.certificateFile);

  interface Told {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly text: string;
  }

  /** As a browser that knows the certificate. */
  function ask(
    path: string,
    options: { host?: string; headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<Told> {
    const { host = `${NAME}:${port}`, headers = {}, body } = options;
    const sent = body === undefined ? {} : { "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: "127.0.0.1",
          port,
          path,
          ca,
          servername: "localhost",
          method: body === undefined ? "GET" : "POST",
          headers: { host, ...sent, ...headers },
          agent: false,
        },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (part: string) => {
            text += part;
            if (answer.headers["content-type"]?.startsWith("text/event-stream")) done();
          });
          answer.on("end", done);
          function done(): void {
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
            if (!answer.complete) asked.destroy();
          }
        },
      );
      asked.once("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  return { files, certificate, door, people, port, ask };
}

describe.skipIf(LACKS_OPENSSL)("encrypted pages (with a certificate made by openssl)", () => {
  test("sign somebody in with a cookie that only this server gets, and follow the live feed", async () => {
    const { people, port, ask } = await serveEncrypted();
    await people.add("A. Jansen");
    const origin = `https://${NAME}:${port}`;
    const body = { name: "A. Jansen", password: PASSWORD };
    const signedIn = await ask("/api/v1/session/sign-in", { headers: { origin }, body });
    expect(signedIn.status).toBe(200);
    const [cookie = ""] = signedIn.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(new RegExp(`^__Host-platewarden_${port}=[\\w-]{43}; `));
    for (const attribute of ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"]) {
      expect(cookie.split("; ")).toContain(attribute);
    }
    expect(cookie).not.toContain("Domain");
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await ask("/api/v1/plates/plate-b", { headers })).status).toBe(200);
    expect((await ask("/api/v1/events", { headers })).text).toMatch(/^retry: /);
    const asOld = { cookie: headers.cookie.replace("__Host-", "") };
    expect((await ask("/api/v1/plates/plate-b", { headers: asOld })).status).toBe(401);
  });

  test("answer under their names and this computer's own alone", async () => {
    const { port, ask } = await serveEncrypted();
    const statusOf = async (host: string) => (await ask("/api/v1/session", { host })).status;
    for (const host of [NAME, `${NAME}:${port}`, NAME.toUpperCase(), "localhost", "127.0.0.1:1"]) {
      expect([host, await statusOf(host)]).toEqual([host, 200]);
    }
    for (const host of [
      "evil.example",
      `${NAME}.evil.example`,
      `x${NAME}`,
      "192.0.2.7",
      `${NAME}@x`,
    ]) {
      expect([host, await statusOf(host)]).toEqual([host, 403]);
    }
  });

  test("take no change from elsewhere, nor from their own name without TLS", async () => {
    const { ask } = await serveEncrypted();
    const origins = [
      `http://${NAME}`,
      "https://evil.example",
      `https://${NAME}.evil.example`,
      "null",
    ];
    for (const origin of origins) {
      const order = { host: NAME, headers: { origin }, body: {} };
      const refused = await ask("/api/v1/session/sign-out", order);
      expect([origin, JSON.parse(refused.text).error.code]).toEqual([origin, "ORIGIN_REFUSED"]);
    }
  });

  test("tell a browser to come encrypted ever after, but never to do so on localhost", async () => {
    const { ask } = await serveEncrypted();
    const header = "strict-transport-security";
    expect((await ask("/api/v1/session")).headers[header]).toBe("max-age=31536000");
    expect((await ask("/none")).headers[header]).toBe("max-age=31536000");
    expect((await ask("/api/v1/session", { host: "localhost" })).headers[header]).toBeUndefined();
  });

  test("speak TLS 1.2 and newer, and nothing without it", async () => {
    const { port } = await serveEncrypted();
    const protocolOf = (most: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") =>
      new Promise<string>((resolve) => {
        const socket = connect({
          port,
          host: "127.0.0.1",
          rejectUnauthorized: false,
          minVersion: "TLSv1",
          maxVersion: most,
          ciphers: "DEFAULT@SECLEVEL=0",
        });
        socket.once("secureConnect", () => {
          resolve(socket.getProtocol() ?? "none");
          socket.destroy();
        });
        socket.once("error", () => resolve("refused"));
      });
    expect(await protocolOf("TLSv1.1")).toBe("refused");
    expect(await protocolOf("TLSv1.2")).toBe("TLSv1.2");
    expect(await protocolOf("TLSv1.3")).toBe("TLSv1.3");
    const plain = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connectPlainly(port, "127.0.0.1", () =>
        socket.write("GET /api/v1/session HTTP/1.1\r\nhost: localhost\r\n\r\n"),
      );
      socket.on("data", (part) => {
        text += part.toString("latin1");
      });
      socket.on("error", () => undefined);
      socket.once("close", () => resolve(text));
    });
    expect(plain).not.toContain("HTTP/1.1 200");
  });

  test("are asked by commands only when their certificate is the one that was left for them", async () => {
    const { certificate, port, door } = await serveEncrypted();
    const url = `https://127.0.0.1:${port}`;
    const { fingerprint } = certificate;
    expect((await requestDaemon({ url, fingerprint }, "/api/v1/session")).status).toBe(200);
    const other = readCertificate({ ...makeCertificate(), names: [] });
    const secret = { headers: { authorization: "Command secret" } };
    await expect(
      requestDaemon({ url, fingerprint: other.fingerprint }, "/api/v1/session", secret),
    ).rejects.toThrow("shows another certificate than the daemon's");
    await expect(requestDaemon({ url }, "/api/v1/session", secret)).rejects.toThrow("unknown");
    door.renew(other);
    const renewed = { url, fingerprint: other.fingerprint };
    expect((await requestDaemon(renewed, "/api/v1/session")).status).toBe(200);
  });
});

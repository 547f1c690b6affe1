/** How a command asks the running daemon: plainly on this computer's own address, or with TLS and only that daemon. */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";

export interface DaemonPlace {
  readonly url: string;
  /** SHA-256 of the daemon's certificate; absent where the pages travel unencrypted. */
  readonly fingerprint?: string | undefined;
}

export interface DaemonRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** So long nothing may arrive; without it the answer may take as long as it takes. */
  readonly withinMs?: number;
}

const SILENT = "the daemon does not answer";

export interface DaemonAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Nothing is sent before it is certain that the daemon of this data folder answers: its certificate is compared with
 * the one that it left there, which only its own user can write. That is stricter than a list of authorities, and
 * works for a certificate that a laboratory made itself or that has ended.
 */
function connectPinned(
  { hostname, port }: URL,
  fingerprint: string,
  withinMs: number | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({
      host,
      port: Number(port === "" ? 443 : port),
      ...servername,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
    });
    socket.once("error", reject);
    socket.setTimeout(withinMs ?? 0, () => socket.destroy(new Error(SILENT)));
    socket.once("secureConnect", () => {
      socket.off("error", reject);
      if (socket.getPeerCertificate().fingerprint256 === fingerprint) return resolve(socket);
      socket.destroy();
      reject(new Error(`${host}:${port} shows another certificate than the daemon's`));
    });
  });
}

/** The whole answer. Rejects when none comes, or when somebody else answers than the daemon. */
export async function requestDaemon(
  { url, fingerprint }: DaemonPlace,
  path: string,
  { method = "GET", headers = {}, body, withinMs }: DaemonRequest = {},
): Promise<DaemonAnswer> {
  const place = new URL(path, url);
  const encrypted = place.protocol === "https:";
  if (encrypted && fingerprint === undefined)
    throw new Error("the daemon's certificate is unknown");
  const socket = encrypted ? await connectPinned(place, fingerprint ?? "", withinMs) : null;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        method,
        host: place.hostname.replace(/^\[|\]$/g, ""),
        port: place.port,
        path: `${place.pathname}${place.search}`,
        // Under this name it answers whatever address it listens on.
        headers: { ...headers, host: `localhost:${place.port}` },
        ...(socket === null ? { agent: false } : { createConnection: () => socket }),
        ...(withinMs === undefined ? {} : { timeout: withinMs }),
      },
      (answer) => readWhole(answer).then(resolve, reject),
    );
    request.once("timeout", () => request.destroy(new Error(SILENT)));
    request.once("error", reject);
    request.end(body);
  });
}

async function readWhole(answer: IncomingMessage): Promise<DaemonAnswer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return { status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") };
}

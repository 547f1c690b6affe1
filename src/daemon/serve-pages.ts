/** The server of the pages, its certificate, and what it leaves in the data folder for commands to find it. */
import { rmSync } from "node:fs";
import type { Logger } from "pino";
import type { Access } from "../access/access.ts";
import type { CallerSource } from "../api/access-guard.ts";
import { buildServer, type ServerOptions } from "../api/build-server.ts";
import { webDoor } from "../api/web-door.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { closeServer } from "./close-server.ts";
import type { Config } from "./config.ts";
import { addressFile, OWNER_ONLY, setUpFile, writeDataFile } from "./data-files.ts";
import { listenOnFreePort } from "./listen-on-free-port.ts";

export interface ServedPages {
  /** The address that people open. */
  readonly url: string;
  /** What the pages are encrypted with; null when they are not. */
  certificate(): Certificate | null;
  /**
   * Takes what stands in the files of the certificate now, if it is another one; true when it was. Throws as
   * `readCertificate` does; then the one in use goes on.
   */
  renewCertificate(): boolean;
  /** Ends all connections. */
  close(): Promise<void>;
  /** Takes back what told commands where to ask. */
  forget(): void;
}

export interface PageParts {
  readonly config: Config;
  readonly services: ServerOptions["services"];
  readonly callers: CallerSource;
  readonly access: Access;
  readonly webRoot: string;
  readonly log: Logger;
  readonly onAnswered: NonNullable<ServerOptions["onAnswered"]>;
}

/**
 * Serves the pages, encrypted where the configuration names a certificate. Throws WEB_NOT_SERVED,
 * CERTIFICATE_UNUSABLE, SECRET_NOT_GIVEN, STORE_FULL or STORE_NOT_WRITABLE, with nothing left open.
 */
export async function servePages(parts: PageParts): Promise<ServedPages> {
  const { config, access, log } = parts;
  const { dataFolder } = config;
  const { tls } = config.web;
  let certificate = tls === undefined ? null : readCertificate(tls);
  const names = tls?.names ?? [];
  const door = webDoor(certificate === null ? undefined : { ...certificate, names });
  const { services, callers, webRoot, onAnswered } = parts;
  const server = buildServer({ services, callers, webRoot, logger: log, door, onAnswered });
  const own = await listenOnFreePort(server, config.web, door.isEncrypted ? "https" : "http");

  /** The certificate by its fingerprint, so that commands know the daemon from whoever else answers at its port. */
  function tellCommands(): void {
    const pinned = certificate === null ? {} : { fingerprint: certificate.fingerprint };
    const address = { pid: process.pid, url: own, secret: access.commandSecret, ...pinned };
    writeDataFile(addressFile(dataFolder), address, OWNER_ONLY);
  }

  try {
    tellCommands();
    if (access.setUpCode !== null) {
      writeDataFile(setUpFile(dataFolder), { code: access.setUpCode }, OWNER_ONLY);
    }
  } catch (error) {
    await closeServer(server);
    throw error;
  }
  const [name] = names;
  const url = name === undefined ? own : `https://${name}:${new URL(own).port}`;
  log.info({ url }, "the bench page is served");
  return {
    url,
    certificate: () => certificate,
    renewCertificate: () => {
      if (tls === undefined) return false;
      const next = readCertificate(tls);
      if (next.certificatePem === certificate?.certificatePem) return false;
      certificate = next;
      door.renew(next);
      tellCommands();
      return true;
    },
    close: () => closeServer(server),
    forget: () => {
      rmSync(addressFile(dataFolder), { force: true });
      rmSync(setUpFile(dataFolder), { force: true });
    },
  };
}

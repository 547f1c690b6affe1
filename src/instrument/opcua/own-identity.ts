/** Our own certificate and the folder it lives in; no other program shares them. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { OPCUACertificateManager } from "node-opcua";

export interface OwnIdentity {
  readonly applicationUri: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly manager: OPCUACertificateManager;
}

const SUBJECT = "/O=Platewarden/CN=Platewarden bench daemon";
const VALIDITY_DAYS = 365 * 20;

const identities = new Map<string, Promise<OwnIdentity>>();

/** The identity kept in `pkiFolder`, made at the first use: key, certificate and application URI stay for good. */
export function ownIdentity(pkiFolder: string): Promise<OwnIdentity> {
  const known = identities.get(pkiFolder);
  if (known !== undefined) return known;
  const made = makeIdentity(pkiFolder);
  identities.set(pkiFolder, made);
  made.catch(() => identities.delete(pkiFolder));
  return made;
}

async function makeIdentity(pkiFolder: string): Promise<OwnIdentity> {
  mkdirSync(pkiFolder, { recursive: true, mode: 0o700 });
  const manager = new OPCUACertificateManager({
    rootFolder: pkiFolder,
    automaticallyAcceptUnknownCertificate: false,
    // What is trusted is read anew at every connection, from our own list.
    disableFileWatchers: true,
  });
  await manager.initialize();
  const applicationUri = keepApplicationUri(join(pkiFolder, "application-uri"));
  const certificateFile = join(pkiFolder, "own", "certs", "platewarden.pem");
  if (!existsSync(certificateFile)) {
    await manager.createSelfSignedCertificate({
      outputFile: certificateFile,
      applicationUri,
      subject: SUBJECT,
      dns: [hostname()],
      ip: [],
      startDate: new Date(),
      validity: VALIDITY_DAYS,
    });
  }
  return { applicationUri, certificateFile, privateKeyFile: manager.privateKey, manager };
}

/** It stands in the certificate, so it must not change with the computer's name. */
function keepApplicationUri(file: string): string {
  try {
    writeFileSync(file, `urn:platewarden:${randomUUID()}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}

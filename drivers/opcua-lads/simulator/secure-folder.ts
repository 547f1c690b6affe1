/** The simulated server's own PKI folder and certificate. */
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { OPCUACertificateManager } from "node-opcua";
import type { Knobs } from "./knobs.ts";

const VALID_DAYS = 365 * 5;

export interface SecureFolder {
  readonly manager: OPCUACertificateManager;
  readonly certificateFile: string;
  /** SHA-256 of the certificate, upper-case hex pairs with colons. */
  readonly fingerprint: string;
}

/** Opens the folder, which may be new; `renew` replaces the certificate by another one of the same key. */
export async function openSecureFolder(
  folder: string,
  clientTrust: Knobs["clientTrust"],
  applicationUri: string,
  renew: boolean,
): Promise<SecureFolder> {
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: clientTrust === "any",
    disableFileWatchers: true,
  });
  await manager.initialize();
  const certificateFile = join(folder, "own", "certs", "reader.pem");
  if (renew) rmSync(certificateFile, { force: true });
  if (!existsSync(certificateFile)) {
    await manager.createSelfSignedCertificate({
      outputFile: certificateFile,
      applicationUri,
      subject: "/O=Platewarden/CN=Simulated LADS reader",
      dns: [],
      ip: ["127.0.0.1"],
      startDate: new Date(),
      validity: VALID_DAYS,
    });
  }
  const { fingerprint256: fingerprint } = new X509Certificate(readFileSync(certificateFile));
  return { manager, certificateFile, fingerprint };
}

/** Trusts every client certificate that was refused so far; gives how many. */
export async function trustRejected({ manager }: SecureFolder): Promise<number> {
  const folder = join(manager.rootDir, "rejected");
  const files = await readdir(folder);
  for (const file of files) {
    await manager.trustCertificate(new X509Certificate(await readFile(join(folder, file))).raw);
  }
  return files.length;
}

/** From an address to a session, or to a sentence that says what a person has to do first. */
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble } from "./connection-trouble.ts";
import { type LadsSession, openLadsSession } from "./lads-session.ts";
import { loginOf } from "./login.ts";
import { ownIdentity } from "./own-identity.ts";
import { fingerprintOf, noteRefused, pinOf } from "./pinned-servers.ts";
import { probeServer, type ServerOffer } from "./probe-server.ts";

/**
 * Connects only to a server that shows the certificate a person has trusted; another one is not even tried. Throws a
 * ConnectionTrouble, or what the library throws.
 */
export async function connectLads(parts: {
  readonly address: string;
  readonly pkiFolder: string;
  readonly options: ConnectionOptions;
}): Promise<LadsSession> {
  const { address, pkiFolder, options } = parts;
  const login = loginOf(options);
  const identity = await ownIdentity(pkiFolder);
  const offer = await probeServer(identity, address, options.connectTimeoutMs);
  const certificate = trustedCertificate(pkiFolder, address, offer);
  await identity.manager.trustCertificate(Buffer.from(certificate));
  return openLadsSession({ identity, address, certificate, login, options });
}

/** The certificate that the server shows, if it is the trusted one. */
function trustedCertificate(pkiFolder: string, address: string, offer: ServerOffer): Uint8Array {
  if (offer.certificate === null || !offer.encrypted) {
    throw new ConnectionTrouble(
      "refused",
      "The server offers no encrypted endpoint (Basic256Sha256, sign and encrypt). Switch it on at the server.",
    );
  }
  const shown = fingerprintOf(offer.certificate);
  const pin = pinOf(pkiFolder, address);
  if (pin?.fingerprint === shown) return offer.certificate;
  noteRefused(pkiFolder, address, offer.certificate);
  const remedy = `If it is right, run \`platewarden opcua trust ${address}\`.`;
  if (pin === null) {
    throw new ConnectionTrouble(
      "refused",
      `Nobody has trusted this server yet. Its certificate has the fingerprint ${shown}: compare it at the reader. ${remedy}`,
    );
  }
  throw new ConnectionTrouble(
    "refused",
    `The server shows another certificate than the one that was trusted: ${shown} instead of ${pin.fingerprint}. Ask whoever looks after the reader whether it was renewed. ${remedy}`,
  );
}

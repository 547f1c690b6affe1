/** What a person does about certificates: look at what a server shows, trust it, list what is trusted. */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { PlatewardenError } from "../../domain/errors.ts";
import { shortReason } from "./connection-trouble.ts";
import { redirectLibraryLog } from "./library-log.ts";
import { ownIdentity } from "./own-identity.ts";
import {
  fingerprintOf,
  listServers,
  type PinnedServer,
  pinOf,
  pinServer,
  type RefusedServer,
} from "./pinned-servers.ts";
import { probeServer } from "./probe-server.ts";

export interface ShownCertificate {
  readonly address: string;
  readonly fingerprint: string;
  readonly subject: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** What is trusted at this address now; null when nothing is. */
  readonly trustedFingerprint: string | null;
  readonly encrypted: boolean;
  readonly logins: readonly string[];
  readonly certificate: Uint8Array;
}

const PROBE_MS = 10_000;

/** `opc.tcp://host:port[/path]`, else throws OPCUA_ADDRESS_INVALID. */
export function requireAddress(address: string): string {
  if (/^opc\.tcp:\/\/[^\s/:]+:\d{1,5}(\/\S*)?$/i.test(address)) return address;
  throw new PlatewardenError(
    "OPCUA_ADDRESS_INVALID",
    `${JSON.stringify(address)} is no address of an OPC UA server.`,
  );
}

/** Asks the server for its certificate. Throws OPCUA_ADDRESS_INVALID or OPCUA_UNREACHABLE. */
export async function showCertificate(
  pkiFolder: string,
  address: string,
): Promise<ShownCertificate> {
  requireAddress(address);
  redirectLibraryLog(undefined);
  const identity = await ownIdentity(pkiFolder);
  const offer = await probeServer(identity, address, PROBE_MS).catch((cause: unknown) => {
    const message = `The server at ${address} does not answer: ${shortReason(cause)}.`;
    throw new PlatewardenError("OPCUA_UNREACHABLE", message, { cause });
  });
  const { certificate } = offer;
  if (certificate === null) {
    throw new PlatewardenError(
      "OPCUA_UNREACHABLE",
      `The server at ${address} shows no certificate, so nothing can be trusted.`,
    );
  }
  const { subject, validFrom, validTo } = new X509Certificate(certificate);
  return {
    address,
    fingerprint: fingerprintOf(certificate),
    subject: subject.replaceAll("\n", ", "),
    validFrom,
    validTo,
    trustedFingerprint: pinOf(pkiFolder, address)?.fingerprint ?? null,
    encrypted: offer.encrypted,
    logins: offer.logins,
    certificate,
  };
}

/** Trusts exactly this certificate at this address; a running daemon takes notice within a second or two. */
export function trustShown(pkiFolder: string, shown: ShownCertificate): void {
  pinServer(pkiFolder, shown.address, shown.certificate);
}

/** Throws OPCUA_FINGERPRINT_DIFFERS unless the expected fingerprint is the one shown; colons and case do not count. */
export function requireFingerprint(shown: ShownCertificate, expected: string): void {
  const bare = (text: string): string => text.replaceAll(/[^0-9a-fA-F]/g, "").toUpperCase();
  if (bare(expected) === bare(shown.fingerprint)) return;
  throw new PlatewardenError(
    "OPCUA_FINGERPRINT_DIFFERS",
    `The server at ${shown.address} shows ${shown.fingerprint}, not ${expected}.`,
  );
}

export interface TrustList {
  readonly own: {
    readonly applicationUri: string;
    readonly fingerprint: string;
    readonly file: string;
  };
  readonly trusted: readonly Omit<PinnedServer, "certificateBase64">[];
  readonly refused: readonly RefusedServer[];
}

/** Our own certificate, which servers may have to trust, and theirs. */
export async function trustList(pkiFolder: string): Promise<TrustList> {
  redirectLibraryLog(undefined);
  const { applicationUri, certificateFile } = await ownIdentity(pkiFolder);
  const { trusted, refused } = listServers(pkiFolder);
  const own = new X509Certificate(readFileSync(certificateFile));
  return {
    own: { applicationUri, fingerprint: own.fingerprint256, file: certificateFile },
    trusted: trusted.map(({ address, fingerprint, trustedAtUtc }) => ({
      address,
      fingerprint,
      trustedAtUtc,
    })),
    refused,
  };
}

/** The certificate with which the pages are served. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { PlatewardenError } from "../domain/errors.ts";
import type { TlsFiles } from "./config-sections/web-section.ts";
import { requireSecret } from "./secret-file.ts";

/** So long before its end somebody has to get the next one. */
const WARN_BEFORE_MS = 30 * 24 * 3_600_000;

export interface Certificate {
  /** With the certificates above it, as the file has them. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of the server's own, in hexadecimal pairs. */
  readonly fingerprint: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  /** Configured names that it is not made out to. */
  readonly missingNames: readonly string[];
}

function unusable(message: string, cause?: unknown): PlatewardenError {
  return new PlatewardenError("CERTIFICATE_UNUSABLE", message, { cause });
}

function parsed<T>(work: () => T, message: string): T {
  try {
    return work();
  } catch (cause) {
    throw unusable(message, cause);
  }
}

/**
 * Reads certificate and key. Throws SECRET_NOT_GIVEN when a file cannot be read, CERTIFICATE_UNUSABLE when one is not
 * what it should be or they do not belong together. One that is not valid now is returned all the same: capture must
 * not wait for a certificate, and browsers say themselves that it has ended.
 */
export function readCertificate({ certificateFile, keyFile, names }: TlsFiles): Certificate {
  const certificatePem = requireSecret(certificateFile, "web.certificate_file");
  const keyPem = requireSecret(keyFile, "web.key_file");
  const certificate = parsed(
    () => new X509Certificate(certificatePem),
    `${certificateFile} is not a certificate in PEM form.`,
  );
  const key: KeyObject = parsed(
    () => createPrivateKey(keyPem),
    `${keyFile} is not a private key in PEM form without a passphrase.`,
  );
  if (!certificate.checkPrivateKey(key)) {
    throw unusable(
      `The key in ${keyFile} does not belong to the certificate in ${certificateFile}.`,
    );
  }
  parsed(
    () => createSecureContext({ cert: certificatePem, key: keyPem }),
    `The certificate in ${certificateFile} cannot be used for TLS.`,
  );
  return {
    certificatePem,
    keyPem,
    fingerprint: certificate.fingerprint256,
    validFromMs: Date.parse(certificate.validFrom),
    validToMs: Date.parse(certificate.validTo),
    missingNames: names.filter((name) => !isMadeOutTo(certificate, name)),
  };
}

function isMadeOutTo(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What is wrong with it at that time, or soon will be, as a sentence; null when nothing is. */
export function certificateTrouble(certificate: Certificate, nowMs: number): string | null {
  const { validFromMs, validToMs, missingNames } = certificate;
  if (nowMs >= validToMs) {
    return `The certificate of the pages has ended on ${dayOf(validToMs)}; browsers refuse it. Put a new one in its place.`;
  }
  if (nowMs < validFromMs) {
    return `The certificate of the pages is valid from ${dayOf(validFromMs)} on only; browsers refuse it. Check the computer's clock, or put another one in its place.`;
  }
  if (validToMs - nowMs < WARN_BEFORE_MS) {
    return `The certificate of the pages ends on ${dayOf(validToMs)}. Put a new one in its place before; it is taken without a restart.`;
  }
  if (missingNames.length > 0) {
    return `The certificate of the pages is not made out to ${missingNames.join(", ")}; browsers refuse it there. Get one that names it.`;
  }
  return null;
}

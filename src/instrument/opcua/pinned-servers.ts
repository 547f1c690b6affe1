/** Which certificate each server must show: one file a server, written only when a person says so. */
import { X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sha256 } from "../../domain/canonical.ts";

const pinnedServer = z.strictObject({
  address: z.string(),
  /** SHA-256 of the certificate, as `AA:BB:…`. */
  fingerprint: z.string(),
  /** The certificate, DER. */
  certificateBase64: z.base64(),
  trustedAtUtc: z.string(),
});

const refusedServer = z.strictObject({
  address: z.string(),
  fingerprint: z.string(),
  subject: z.string(),
  refusedAtUtc: z.string(),
});

export type PinnedServer = z.output<typeof pinnedServer>;
export type RefusedServer = z.output<typeof refusedServer>;

const TRUSTED = "trusted-servers";
const REFUSED = "refused-servers";

export function fingerprintOf(certificate: Uint8Array): string {
  return new X509Certificate(certificate).fingerprint256;
}

/** What the server at this address must show; null when nobody has trusted it. */
export function pinOf(pkiFolder: string, address: string): PinnedServer | null {
  return readEntry(fileOf(pkiFolder, TRUSTED, address), pinnedServer);
}

/** Changes whenever the pin of this server does. */
export function pinStamp(pkiFolder: string, address: string): string {
  try {
    const { mtimeMs, ino } = statSync(fileOf(pkiFolder, TRUSTED, address));
    return `${mtimeMs} ${ino}`;
  } catch {
    return "";
  }
}

/** Trusts this certificate, and no other one, at this address from now on. */
export function pinServer(pkiFolder: string, address: string, certificate: Uint8Array): void {
  writeEntry(pkiFolder, TRUSTED, {
    address,
    fingerprint: fingerprintOf(certificate),
    certificateBase64: Buffer.from(certificate).toString("base64"),
    trustedAtUtc: new Date().toISOString(),
  });
}

/** Remembers for `platewarden opcua list` what a server showed that is not trusted. */
export function noteRefused(pkiFolder: string, address: string, certificate: Uint8Array): void {
  const fingerprint = fingerprintOf(certificate);
  const before = readEntry(fileOf(pkiFolder, REFUSED, address), refusedServer);
  if (before?.fingerprint === fingerprint) return;
  writeEntry(pkiFolder, REFUSED, {
    address,
    fingerprint,
    subject: new X509Certificate(certificate).subject.replaceAll("\n", ", "),
    refusedAtUtc: new Date().toISOString(),
  });
}

/** Servers that are trusted, and certificates that were refused and have not been trusted since. */
export function listServers(pkiFolder: string): {
  readonly trusted: readonly PinnedServer[];
  readonly refused: readonly RefusedServer[];
} {
  const trusted = readFolder(join(pkiFolder, TRUSTED), pinnedServer);
  const refused = readFolder(join(pkiFolder, REFUSED), refusedServer).filter(
    (one) =>
      !trusted.some((pin) => pin.address === one.address && pin.fingerprint === one.fingerprint),
  );
  return { trusted, refused };
}

function fileOf(pkiFolder: string, list: string, address: string): string {
  const words = address.replaceAll(/[^A-Za-z0-9.-]+/g, "_").slice(0, 80);
  const short = sha256(address).slice(0, 12);
  return join(pkiFolder, list, `${words}-${short}.json`);
}

/** Null for a file that is absent or damaged: what cannot be read is not trusted. */
function readEntry<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function readFolder<T>(folder: string, schema: z.ZodType<T>): T[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  return names.sort().flatMap((name) => readEntry(join(folder, name), schema) ?? []);
}

function writeEntry(pkiFolder: string, list: string, entry: PinnedServer | RefusedServer): void {
  mkdirSync(join(pkiFolder, list), { recursive: true, mode: 0o700 });
  const file = fileOf(pkiFolder, list, entry.address);
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, file);
}

/** `[web]` of the configuration: where the pages are served, and whether they travel encrypted. */
import { resolve } from "node:path";
import { z } from "zod";
import { type SecretFile, secretPath } from "../secret-file.ts";

/** Names under which a computer reaches itself and nobody else reaches it. */
const LOOPBACK = /^(?:localhost|::1|127\.0\.0\.1)$/i;

/** A name of the network (RFC 1123) or an address, as a browser sends it. */
const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

const certificateFile = z.string().min(1).optional();

export const webSection = z
  .strictObject({
    host: z.string().min(1).default("127.0.0.1"),
    port: z.int().min(0).max(65_535).default(8480),
    lock_after_min: z.number().min(1).max(480).default(10),
    certificate_file: certificateFile,
    key_file: certificateFile,
    names: z.array(z.string().regex(HOST_NAME)).default([]),
  })
  .superRefine((web, context) => {
    const refuse = (path: string, message: string, remedy: string): void =>
      context.addIssue({
        code: "custom",
        path: [path],
        message,
        params: { check: "value", remedy },
      });
    const { host, names, certificate_file: certificate, key_file: key } = web;
    const isEncrypted = certificate !== undefined && key !== undefined;
    if ((certificate === undefined) !== (key === undefined)) {
      const [there, missing] = key === undefined ? CERTIFICATE_AND_KEY : KEY_AND_CERTIFICATE;
      refuse(there, `\`${there}\` goes with \`${missing}\`, which is missing`, FILES_TOGETHER);
    }
    if (!isEncrypted && names.length > 0) {
      refuse("names", "`names` are for pages that travel encrypted", FILES_TOGETHER);
    }
    if (LOOPBACK.test(host)) return;
    if (!isEncrypted) {
      refuse(
        "host",
        `\`host\` cannot be ${JSON.stringify(host)}: passwords travel to the page unencrypted, so it is served on this computer only`,
        'Write "127.0.0.1", "::1" or "localhost"; for other computers name a certificate as well (docs/security.md).',
      );
    } else if (names.length === 0) {
      const message = `\`host\` is ${JSON.stringify(host)}, but no name is given under which others may open the page`;
      refuse("host", message, 'Write it as browsers do, e.g. names = ["bench-3.lab.example"].');
    }
  });

const CERTIFICATE_AND_KEY = ["certificate_file", "key_file"] as const;
const KEY_AND_CERTIFICATE = ["key_file", "certificate_file"] as const;
const FILES_TOGETHER = "Name both, `certificate_file` and `key_file`, or neither.";

export const WEB_KEYS = [
  "host",
  "port",
  "lock_after_min",
  "certificate_file",
  "key_file",
  "names",
] as const;

export const WEB_ADVICE: Readonly<Record<string, string>> = {
  "web.host":
    'Write "127.0.0.1", "::1" or "localhost"; another address only together with a certificate.',
  lock_after_min:
    "After so many minutes without a touch a page locks itself: a number from 1 to 480, usually 10.",
  "web.port":
    "The port of the bench page is a whole number from 0 to 65535, usually 8480; 0 takes any free one.",
  certificate_file:
    'Name the PEM file of the certificate, the server\'s own first, or "credential:NAME".',
  key_file: 'Name the PEM file of its key, readable by the daemon only, or "credential:NAME".',
  names: 'Write names as browsers do, without port, e.g. names = ["bench-3.lab.example"].',
};

/** What the pages are encrypted with, and the names under which other computers may open them. */
export interface TlsFiles {
  /** PEM, the server's own certificate first; null = a credential that this process was not given. */
  readonly certificateFile: string | null;
  readonly keyFile: string | null;
  readonly names: readonly string[];
}

/** Where the pages are served; a page locks when nobody has touched it for `lockAfterMs`. */
export interface WebConfig {
  readonly host: string;
  readonly port: number;
  readonly lockAfterMs: number;
  /** Without it the pages travel unencrypted and are served on this computer only. */
  readonly tls?: TlsFiles;
}

type WebSection = z.output<typeof webSection>;

/** Relative files count from `folder`. */
export function toWebConfig(web: WebSection, folder: string): WebConfig {
  const { host, port, certificate_file: certificate, key_file: key, names } = web;
  const where = { host, port, lockAfterMs: web.lock_after_min * 60_000 };
  if (certificate === undefined || key === undefined) return where;
  const certificateFile = secretPath(certificate, folder);
  const keyFile = secretPath(key, folder);
  return { ...where, tls: { certificateFile, keyFile, names } };
}

/** The key of the certificate is a secret; the certificate itself is shown to everybody. */
export function webSecrets({ key_file: key }: WebSection, folder: string): readonly SecretFile[] {
  return key === undefined ? [] : [{ key: "web.key_file", path: secretPath(key, resolve(folder)) }];
}

import type { ConfigFile } from "./config-schema.ts";
import { toIntegrityRule } from "./config-sections/integrity-section.ts";
import { webSecrets } from "./config-sections/web-section.ts";
import { readSecret, type SecretFile, secretPath } from "./secret-file.ts";

/** Null for a credential that this process was not given; `checkPermissions` refuses to start without it. */
export function secretText(written: string, folder: string): string | null {
  const path = secretPath(written, folder);
  return path === null ? null : readSecret(path);
}

/** Every file with a secret that the configuration names. */
export function secretFiles(
  { web, mail, webhook, integrity }: ConfigFile,
  folder: string,
): readonly SecretFile[] {
  const password = mail?.password_file;
  const { key } = toIntegrityRule(integrity, folder);
  return [
    ...(key === null ? [] : [key]),
    ...webSecrets(web, folder),
    ...(password === undefined
      ? []
      : [{ key: "mail.password_file", path: secretPath(password, folder) }]),
    ...webhook.map(({ id, secret_file: file }) => ({
      key: `webhook ${id}.secret_file`,
      path: secretPath(file, folder),
    })),
  ];
}

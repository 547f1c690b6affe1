/** Files that hold one secret each: a password, a key. */
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

/** Credentials that the service manager hands over (systemd.exec(5), `LoadCredential=`). */
const CREDENTIAL = /^credential:(.*)$/;

/** As systemd names them; nothing in it can lead out of the folder. */
const CREDENTIAL_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/;

export interface SecretFile {
  /** Where the configuration names it, e.g. `mail.password_file`. */
  readonly key: string;
  /** Null for a credential that this process was not given. */
  readonly path: string | null;
}

/** Whether this is written `credential:NAME` with a name that can be one, or is the path of a file. */
export function isSecretName(written: string): boolean {
  const name = CREDENTIAL.exec(written)?.[1];
  return name === undefined || CREDENTIAL_NAME.test(name);
}

/** What `LoadCredential=platewarden:FOLDER` puts before the name of each file of the folder. */
const OF_A_FOLDER = "platewarden_";

/** Where the service is given its credentials from, beside the configuration; root's commands find them here. */
const KEPT_IN = "secrets";

/**
 * The file that is meant: `credential:NAME` among the credentials of this process or, outside the service, in the
 * folder `secrets` beside the configuration; anything else is a path that counts from `folder`. Null for a credential
 * that is in neither: commands beside the service are not given any.
 */
export function secretPath(written: string, folder: string): string | null {
  const name = CREDENTIAL.exec(written)?.[1];
  if (name === undefined) return resolve(folder, written);
  if (!isSecretName(written)) return null;
  const given = process.env.CREDENTIALS_DIRECTORY;
  const places =
    given !== undefined && isAbsolute(given)
      ? [join(given, name), join(given, `${OF_A_FOLDER}${name}`)]
      : [resolve(folder, KEPT_IN, name)];
  return places.find((place) => existsSync(place)) ?? null;
}

/** The text of a file without the line end behind it. Throws what the operating system says. */
export function readSecret(file: string): string {
  return readFileSync(file, "utf8").trimEnd();
}

/** Throws SECRET_NOT_GIVEN, naming what needs it. */
export function requireSecret(file: string | null, key: string): string {
  if (file === null) {
    throw new PlatewardenError(
      "SECRET_NOT_GIVEN",
      `\`${key}\` of the configuration is a credential of the service manager, and this process was given none of that name.`,
      { detail: { key } },
    );
  }
  try {
    return readSecret(file);
  } catch (cause) {
    throw new PlatewardenError(
      "SECRET_NOT_GIVEN",
      `${file}, which \`${key}\` of the configuration names, cannot be read: ${fileReason(cause)}.`,
      { detail: { key, file }, cause },
    );
  }
}

/** Files beside the configuration that hold one secret each, and what is wrong with them. */
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Finding } from "../layout/problem.ts";
import { readCertificate } from "./certificate.ts";
import { isSecretName, readSecret, secretPath } from "./secret-file.ts";

/** 24 bytes, the least that Standard Webhooks allows. */
const SHORTEST_KEY_BYTES = 24;

/** The bytes of `whsec_` and base64 (Standard Webhooks 1.0); null when it is something else or too short. */
export function webhookKey(text: string): Buffer | null {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  const key = Buffer.from(base64 ?? "", "base64");
  return key.length < SHORTEST_KEY_BYTES ? null : key;
}

type Table = Readonly<Record<string, unknown>>;

function asTables(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
}

function finding(path: Finding["path"], message: string, remedy: string): Finding {
  return { severity: "error", check: "secret", path, message, remedy };
}

/** The text of the file, or why it cannot be had. */
function secretOf(file: unknown, folder: string): { text: string } | { why: string } | null {
  if (typeof file !== "string" || file === "") return null;
  if (!isSecretName(file)) return { why: "is no name of a credential" };
  const path = secretPath(file, folder);
  // A credential is the service's own: commands beside it are not given it.
  if (path === null) return null;
  try {
    const text = readSecret(path);
    return text === "" ? { why: "is empty" } : { text };
  } catch (error) {
    return { why: `cannot be read: ${fileReason(error)}` };
  }
}

/** Secrets that cannot be read or used; the ids of webhooks that come twice. Never says what a secret is. */
export function secretFindings(data: Table, folder: string): Finding[] {
  const mail = (data.mail ?? {}) as Table;
  const password = secretOf(mail.password_file, folder);
  const ofMail =
    password !== null && "why" in password
      ? [finding(["mail", "password_file"], `the password file ${password.why}`, SECRET_ALONE)]
      : [];
  const hooks = asTables(data.webhook);
  const ofHooks = hooks.flatMap((hook, index) => {
    const at = ["webhook", index];
    const secret = secretOf(hook.secret_file, folder);
    const twice = hooks.findIndex((one) => one.id === hook.id) < index;
    return [
      ...(twice ? [finding([...at, "id"], "two webhooks have this id", "Give each its own.")] : []),
      ...(secret !== null && "why" in secret
        ? [finding([...at, "secret_file"], `the file of the key ${secret.why}`, SECRET_ALONE)]
        : []),
      ...(secret !== null && "text" in secret && webhookKey(secret.text) === null
        ? [finding([...at, "secret_file"], "the file does not hold a key", KEY_FORM)]
        : []),
    ];
  });
  return [...ofMail, ...ofHooks, ...certificateFindings(data, folder)];
}

/** Whether certificate and key can be read and belong together. */
function certificateFindings(data: Table, folder: string): Finding[] {
  const web = (data.web ?? {}) as Table;
  const unreadable = (["certificate_file", "key_file"] as const).flatMap((key) => {
    const read = secretOf(web[key], folder);
    return read !== null && "why" in read
      ? [finding(["web", key], `the file ${read.why}`, SECRET_ALONE)]
      : [];
  });
  const { certificate_file: certificate, key_file: key } = web;
  if (unreadable.length > 0 || typeof certificate !== "string" || typeof key !== "string") {
    return unreadable;
  }
  const certificateFile = secretPath(certificate, folder);
  const keyFile = secretPath(key, folder);
  if (certificateFile === null || keyFile === null) return [];
  try {
    readCertificate({ certificateFile, keyFile, names: [] });
    return [];
  } catch (error) {
    const remedy = error instanceof PlatewardenError ? error.entry.remedy : SECRET_ALONE;
    return [finding(["web", "certificate_file"], fileReason(error), remedy)];
  }
}

const SECRET_ALONE = "The file holds the secret and nothing else, readable by the daemon.";
const KEY_FORM = `A key is written as whsec_ and at least ${SHORTEST_KEY_BYTES} bytes in base64; \`echo whsec_$(openssl rand -base64 32)\` makes one.`;

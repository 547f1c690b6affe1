/** Files beside the configuration that hold one secret each, and what is wrong with them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileReason } from "../domain/file-reason.ts";
import type { Finding } from "../layout/problem.ts";

/** 24 bytes, the least that Standard Webhooks allows. */
const SHORTEST_KEY_BYTES = 24;

/** The text of the file without the line end behind it. */
export function readSecret(file: string): string {
  return readFileSync(file, "utf8").trimEnd();
}

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
  try {
    const text = readSecret(resolve(folder, file));
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
  return [...ofMail, ...ofHooks];
}

const SECRET_ALONE = "The file holds the secret and nothing else, readable by the daemon.";
const KEY_FORM = `A key is written as whsec_ and at least ${SHORTEST_KEY_BYTES} bytes in base64; \`echo whsec_$(openssl rand -base64 32)\` makes one.`;

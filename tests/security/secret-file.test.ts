import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isSecretName, requireSecret, secretPath } from "../../src/daemon/secret-file.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";

afterEach(() => void vi.unstubAllEnvs());

describe("where a secret is", () => {
  test("a path counts from the configuration's folder", () => {
    expect(secretPath("password", "/etc/lab")).toBe("/etc/lab/password");
    expect(secretPath("/run/password", "/etc/lab")).toBe("/run/password");
  });

  test("a credential is the service manager's, under its own name or that of its folder", () => {
    const given = freshFolder();
    vi.stubEnv("CREDENTIALS_DIRECTORY", given);
    expect(secretPath("credential:tls-key", "/etc/lab")).toBeNull();
    writeFileSync(join(given, "platewarden_tls-key"), "a");
    expect(secretPath("credential:tls-key", "/etc/lab")).toBe(join(given, "platewarden_tls-key"));
    writeFileSync(join(given, "tls-key"), "b\n");
    expect(requireSecret(secretPath("credential:tls-key", "/etc/lab"), "web.key_file")).toBe("b");
  });

  test("outside the service it is the file that the service is given it from", () => {
    vi.stubEnv("CREDENTIALS_DIRECTORY", undefined);
    const folder = freshFolder();
    expect(secretPath("credential:tls-key", folder)).toBeNull();
    mkdirSync(join(folder, "secrets"));
    writeFileSync(join(folder, "secrets", "tls-key"), "a");
    expect(secretPath("credential:tls-key", folder)).toBe(join(folder, "secrets", "tls-key"));
  });

  test.each(["../shadow", "/etc/shadow", "", "a/b", ".", "..", "a\0b"])(
    "a credential cannot be called %j and lead elsewhere",
    (name) => {
      vi.stubEnv("CREDENTIALS_DIRECTORY", freshFolder());
      expect(isSecretName(`credential:${name}`)).toBe(false);
      expect(secretPath(`credential:${name}`, "/etc/lab")).toBeNull();
    },
  );

  test("one that was not given is told of by what needs it", () => {
    expect(codeOf(() => requireSecret(null, "mail.password_file"))).toBe("SECRET_NOT_GIVEN");
    expect(() => requireSecret(null, "mail.password_file")).toThrow("mail.password_file");
  });
});

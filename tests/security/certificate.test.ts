import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Certificate,
  certificateTrouble,
  readCertificate,
} from "../../src/daemon/certificate.ts";
import { lookAtCertificate } from "../../src/daemon/duties/certificate-duty.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";
import { LACKS_OPENSSL, makeCertificate } from "./make-certificate.ts";

const DAY_MS = 24 * 3_600_000;
const NAMES = ["bench-3.lab.example"];

describe.skipIf(LACKS_OPENSSL)("a certificate (made by openssl, where it is installed)", () => {
  test("is read with its fingerprint, its end and the names that it lacks", () => {
    const files = makeCertificate(["localhost", ...NAMES]);
    const read = readCertificate({ ...files, names: [...NAMES, "other.lab.example"] });
    expect(read.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(Math.round((read.validToMs - Date.now()) / DAY_MS)).toBe(90);
    expect(read.missingNames).toEqual(["other.lab.example"]);
  });

  test("is refused with another one's key, as text that is none, and without its files", () => {
    const one = makeCertificate();
    const other = makeCertificate();
    const mixed = { certificateFile: one.certificateFile, keyFile: other.keyFile, names: NAMES };
    expect(codeOf(() => readCertificate(mixed))).toBe("CERTIFICATE_UNUSABLE");
    expect(() => readCertificate(mixed)).toThrow(/does not belong/);
    const none = join(freshFolder(), "none.pem");
    writeFileSync(none, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    expect(() => readCertificate({ ...mixed, certificateFile: none })).toThrow(/not a certificate/);
    expect(() => readCertificate({ ...mixed, keyFile: none })).toThrow(/not a private key/);
    const gone = { ...mixed, keyFile: `${none}-gone` };
    expect(codeOf(() => readCertificate(gone))).toBe("SECRET_NOT_GIVEN");
  });

  test("never shows its key in what is said of it", () => {
    const { certificateFile, keyFile } = makeCertificate();
    const [damaged] = [join(freshFolder(), "damaged.key")];
    writeFileSync(
      damaged,
      "-----BEGIN PRIVATE KEY-----\nMIGHsecretsecret\n-----END PRIVATE KEY-----",
    );
    let told = "";
    try {
      readCertificate({ certificateFile, keyFile: damaged, names: [] });
    } catch (error) {
      told = `${error}`;
    }
    expect(told).toContain("not a private key");
    expect(told).not.toContain("MIGHsecret");
    expect(keyFile).not.toBe(damaged);
  });
});

describe("a certificate's time", () => {
  const certificate: Certificate = {
    certificatePem: "",
    keyPem: "",
    fingerprint: "",
    validFromMs: 0,
    validToMs: 100 * DAY_MS,
    missingNames: [],
  };

  test.each([
    [50, null],
    [69.9, null],
    [70.1, /ends on 1970-04-11/],
    [99.9, /ends on/],
    [100, /has ended on 1970-04-11/],
    [-1, /valid from 1970-01-01 on only/],
  ])("on day %d is told as %s", (day, sentence) => {
    const trouble = certificateTrouble(certificate, day * DAY_MS);
    if (sentence === null) expect(trouble).toBeNull();
    else expect(trouble).toMatch(sentence);
  });

  test("names that it is not made out to are told", () => {
    const one = { ...certificate, missingNames: NAMES };
    expect(certificateTrouble(one, DAY_MS)).toContain("not made out to bench-3.lab.example");
  });
});

test.skipIf(LACKS_OPENSSL)(
  "a new certificate is taken without a restart, a damaged one is told of and the old one goes on (needs openssl)",
  () => {
    const files = { ...makeCertificate(), names: [] };
    const told: (string | null)[] = [];
    let certificate = readCertificate(files);
    const context = {
      pages: {
        certificate: () => certificate,
        renewCertificate: () => {
          const next = readCertificate(files);
          const isNew = next.certificatePem !== certificate.certificatePem;
          certificate = next;
          return isNew;
        },
      },
      health: { tell: (_part: string, trouble: string | null) => told.push(trouble) },
      log: { info: () => undefined },
    } as unknown as Parameters<typeof lookAtCertificate>[0];
    lookAtCertificate(context, Date.now());
    const before = certificate.fingerprint;
    const next = makeCertificate();
    copyFileSync(next.certificateFile, files.certificateFile);
    lookAtCertificate(context, Date.now());
    expect(told.at(-1)).toMatch(/cannot be read again: .*does not belong/);
    expect(certificate.fingerprint).toBe(before);
    copyFileSync(next.keyFile, files.keyFile);
    lookAtCertificate(context, Date.now());
    expect(told.at(-1)).toBeNull();
    expect(certificate.fingerprint).not.toBe(before);
  },
);

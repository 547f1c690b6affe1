import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { checkConfig } from "../../src/daemon/config.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { LACKS_OPENSSL, makeCertificate } from "./make-certificate.ts";

const NAMED = 'names = ["bench-3.lab.example"]';

function check(web: readonly string[], folder = freshFolder()) {
  const text = `schema = "platewarden-config/2"
data = "data"
[web]
${web.join("\n")}
[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "tcp://127.0.0.1:4001"
`;
  return checkConfig(text, folder, KNOWN_DRIVERS);
}

const messages = (web: readonly string[]): string =>
  check(web)
    .problems.map(({ message, remedy }) => `${message}. ${remedy}`)
    .join("\n");

describe("where the pages are served", () => {
  test.each(["127.0.0.1", "::1", "localhost", "LOCALHOST"])("%s needs no certificate", (host) => {
    expect(check([`host = "${host}"`]).config?.web).toEqual({
      host,
      port: 8480,
      lockAfterMs: 600_000,
    });
  });

  test.each(["0.0.0.0", "::", "192.0.2.7", "bench-3.lab.example", "127.0.0.1.evil.example"])(
    "%s does",
    (host) => {
      expect(messages([`host = "${host}"`])).toMatch(/passwords travel to the page unencrypted/);
    },
  );

  test("a certificate goes with its key, and names with both", () => {
    expect(messages(['certificate_file = "a.crt"'])).toContain("`key_file`, which is missing");
    expect(messages(['key_file = "a.key"'])).toContain("`certificate_file`, which is missing");
    expect(messages([NAMED])).toContain("`names` are for pages that travel encrypted");
  });

  test.each(["*", "*.lab.example", "bench 3", "https://bench", "bench:8480", "-a", "a..b", ""])(
    "%j is no name of a computer",
    (name) => {
      const web = ['certificate_file = "a"', 'key_file = "b"', `names = ["${name}"]`];
      expect(messages(web)).toContain("`names` cannot be");
    },
  );

  test("files that are not there are told at their places", () => {
    const { problems } = check(['certificate_file = "a.crt"', 'key_file = "a.key"', NAMED]);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [4, "the file cannot be read: there is no such file or folder"],
      [5, "the file cannot be read: there is no such file or folder"],
    ]);
  });

  test("a credential that this process was not given is the service's business", () => {
    const web = [
      'host = "0.0.0.0"',
      'certificate_file = "credential:crt"',
      'key_file = "credential:key"',
      NAMED,
    ];
    const { config } = check(web);
    expect(config?.web.tls).toMatchObject({ certificateFile: null, keyFile: null });
    expect(config?.secretFiles).toContainEqual({ key: "web.key_file", path: null });
    const escaping = 'key_file = "credential:../../etc/shadow"';
    expect(messages([...web.slice(0, 2), escaping, NAMED])).toContain("is no name of a credential");
  });

  test.skipIf(LACKS_OPENSSL)("what does not belong together is told (needs openssl)", () => {
    const folder = freshFolder();
    const { certificateFile } = makeCertificate(["localhost"], 90, folder);
    const other = makeCertificate();
    const web = (key: string) => [`certificate_file = "${certificateFile}"`, `key_file = "${key}"`];
    expect(check(web(join(folder, "bench.key"))).config?.web.tls?.names).toEqual([]);
    expect(messages(web(other.keyFile))).toContain("does not belong to the certificate");
    writeFileSync(certificateFile, "no certificate");
    expect(messages(web(join(folder, "bench.key")))).toContain("is not a certificate in PEM form");
  });
});

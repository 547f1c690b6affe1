/** Certificates for tests, made by `openssl`, which every Linux has. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { freshFolder } from "../store/fresh-store.ts";

export const OPENSSL = "/usr/bin/openssl";
export const LACKS_OPENSSL = !existsSync(OPENSSL);

export interface MadeCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate that signs itself, for these names; in a folder that the test may write into. */
export function makeCertificate(
  names: readonly string[] = ["localhost", "bench-3.lab.example"],
  days = 90,
  folder = freshFolder(),
): MadeCertificate {
  const certificateFile = join(folder, "bench.crt");
  const keyFile = join(folder, "bench.key");
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const about = ["-nodes", "-subj", "/CN=bench", "-days", String(days)];
  const others = names.map((name) => `DNS:${name}`).join(",");
  execFileSync(
    OPENSSL,
    [
      ...made,
      ...about,
      "-addext",
      `subjectAltName=${others}`,
      "-keyout",
      keyFile,
      "-out",
      certificateFile,
    ],
    // Its own environment: the OPC UA library points another openssl configuration out to whoever it starts.
    { stdio: "ignore", env: { PATH: "/usr/bin:/bin" } },
  );
  return { certificateFile, keyFile };
}

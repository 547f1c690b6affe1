/** The daemon as a process with a certificate, asked by commands as processes, and what of its secrets can be seen. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readAddress } from "../../src/bench-tools/ask-daemon.ts";
import { LACKS_OPENSSL, makeCertificate } from "../security/make-certificate.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { LAUNCH, runProgram } from "./run-program.ts";

const NAME = "bench-3.lab.example";
const PASSWORD = "mArKeD violet formazan";

function benchWith(web: readonly string[]): { readonly config: string; readonly data: string } {
  const folder = freshFolder();
  const config = join(folder, "platewarden.toml");
  const lines = [
    'schema = "platewarden-config/2"',
    'data = "data"',
    "[web]",
    "port = 0",
    ...web,
    "[[reader]]",
    'id = "bench-1"',
    'driver = "bio-rad"',
    'port = "tcp://127.0.0.1:1"',
    "[mail]",
    'host = "127.0.0.1"',
    "port = 1",
    'security = "none"',
    'user = "lab"',
    'password_file = "credential:mail-password"',
    'from = "platewarden@lab.example"',
    'to = ["bench@lab.example"]',
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  return { config, data: join(folder, "data") };
}

/** As the service manager hands it over: a folder that only the service can read. */
function credentials(): NodeJS.ProcessEnv {
  const folder = freshFolder();
  writeFileSync(join(folder, "mail-password"), `${PASSWORD}\n`, { mode: 0o400 });
  return { ...process.env, CREDENTIALS_DIRECTORY: folder };
}

async function start(config: string) {
  const env = credentials();
  const child: ChildProcess = spawn(process.execPath, [LAUNCH, "daemon", "--config", config], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  const ended = once(child, "close").then(([code]) => code as number | null);
  const works = new Promise<void>((resolve) => {
    const take = (text: string): void => {
      printed += text;
      if (/bench page: \S+/.test(printed)) resolve();
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
  });
  await Promise.race([works, ended]);
  return { child, printed: () => printed, ended };
}

describe.skipIf(LACKS_OPENSSL)("a daemon with a certificate (made by openssl)", () => {
  test("is asked by commands, which know it by its certificate, and shows no secret", async () => {
    const { certificateFile, keyFile } = makeCertificate();
    chmodSync(keyFile, 0o600);
    const bench = benchWith([
      'host = "0.0.0.0"',
      `certificate_file = "${certificateFile}"`,
      `key_file = "${keyFile}"`,
      `names = ["${NAME}"]`,
    ]);
    const { child, printed, ended } = await start(bench.config);
    const address = readAddress(bench.data);
    expect(printed()).toContain(`bench page: https://${NAME}:${new URL(address?.url ?? "").port}`);
    expect(address?.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(address?.fingerprint).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);

    const readers = await runProgram("readers", "--data", bench.data, "--json");
    expect(JSON.parse(readers.out)).toMatchObject([{ id: "bench-1", driverId: "bio-rad" }]);

    const { pid = 0 } = child;
    const cmdline = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const environ = readFileSync(`/proc/${pid}/environ`, "utf8");
    expect(cmdline).toContain("daemon");
    for (const text of [cmdline, environ, printed()]) expect(text).not.toContain("mArKeD");

    for (const file of ["platewarden.sqlite", "daemon.json", "daemon.lock"]) {
      const { mode } = statSync(join(bench.data, file));
      expect([file, mode & 0o027]).toEqual([file, 0]);
    }

    // Somebody else answers in its place.
    const file = join(bench.data, "daemon.json");
    const told = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...told, fingerprint: "00:".repeat(31).concat("00") }));
    const refused = await runProgram("readers", "--data", bench.data);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("DAEMON_NOT_RUNNING")]);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  test("does not start with a key that others can read, or one of another certificate", async () => {
    const { certificateFile, keyFile } = makeCertificate();
    const bench = benchWith([`certificate_file = "${certificateFile}"`, `key_file = "${keyFile}"`]);
    chmodSync(keyFile, 0o644);
    const open = await start(bench.config);
    expect([await open.ended, open.printed()]).toEqual([
      1,
      expect.stringContaining(`SECRET_FILE_OPEN: ${keyFile}`),
    ]);
    expect(open.printed()).toContain(`chmod 600 ${keyFile}`);
    const other = makeCertificate();
    copyFileSync(other.keyFile, keyFile);
    chmodSync(keyFile, 0o600);
    const foreign = await start(bench.config);
    expect([await foreign.ended, foreign.printed()]).toEqual([
      1,
      expect.stringMatching(/CONFIG_INVALID[\s\S]*does not belong to the certificate/),
    ]);
  });
});

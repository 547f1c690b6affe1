/**
 * A simulated plate reader with an OPC UA server of the LADS model, as a process of its own:
 * `node main.ts [--port N] [--fast | --time-scale X] [--user NAME --password TEXT] [--model NAME] [--serial NUMBER]`
 * `[--state-dir FOLDER] [--new-certificate] [--knob NAME=VALUE]… [--verbose] [--keep]`.
 * With `--state-dir` results, certificate and trusted clients survive a restart. It ends when its stdin closes, unless
 * `--keep`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { setDebugLogger, setErrorLogger, setTraceLogger, setWarningLogger } from "node-opcua-debug";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { type Knobs, readKnobs } from "./knobs.ts";
import { startReaderServer } from "./reader-server.ts";
import { openStoredResults } from "./stored-results.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    user: { type: "string", default: "lab" },
    password: { type: "string", default: "secret" },
    model: { type: "string", default: "Simulated LADS reader" },
    serial: { type: "string", default: "SIM-1" },
    "state-dir": { type: "string" },
    "new-certificate": { type: "boolean", default: false },
    knob: { type: "string", multiple: true, default: [] },
    verbose: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

/** A read of two wavelengths, and the time a passing state takes; our estimates. */
const RUN_MS = 24_000;
const PASSING_MS = 1000;
const FAST_SCALE = 0.005;

/** The library writes its diagnostics to stdout, where our events are. */
function silence(): void {
  const log = values.verbose ? console.error : () => undefined;
  for (const set of [setDebugLogger, setErrorLogger, setTraceLogger, setWarningLogger]) set(log);
}

silence();
const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
const stateFolder = values["state-dir"] ?? null;
const passingFolder = stateFolder === null ? mkdtempSync(join(tmpdir(), "lads-reader-")) : null;
let knobs: Knobs = readKnobs(values.knob);

const start = (port: number, renewCertificate: boolean) =>
  startReaderServer(
    {
      port,
      pkiFolder: join(stateFolder ?? passingFolder ?? ".", "pki"),
      user: values.user,
      password: values.password,
      nameplate: { manufacturer: "Simulated", model: values.model, serialNumber: values.serial },
      runMs: RUN_MS * timeScale,
      passingMs: PASSING_MS * timeScale,
      stored: openStoredResults(stateFolder === null ? null : join(stateFolder, "results")),
      knobs: () => knobs,
      emit: emitLine,
    },
    renewCertificate,
  );

let server = await start(Number(values.port), values["new-certificate"]);

async function restart(downMs: number, renewCertificate: boolean): Promise<void> {
  const { port } = server;
  const carriage = server.reader.carriage();
  await server.shutdown();
  emitLine({ event: "down" });
  await wait(downMs);
  server = await start(port, renewCertificate);
  server.reader.insert(carriage);
  emitLine({ event: "up", endpoint: server.endpoint, fingerprint: server.secure.fingerprint });
}

let ending = false;

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await server.shutdown();
  if (passingFolder !== null) rmSync(passingFolder, { recursive: true, force: true });
  process.exit();
}

const bench = {
  server: () => server,
  knobs: () => knobs,
  setKnobs: (next: Knobs) => {
    knobs = next;
  },
  restart,
};

listenForCommands(
  controlCommand,
  (command) => carryOut(command, bench),
  () => {
    if (!values.keep) void end();
  },
);
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());
emitLine({
  event: "listening",
  spec: server.endpoint,
  endpoint: server.endpoint,
  port: server.port,
  fingerprint: server.secure.fingerprint,
});

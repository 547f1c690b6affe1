/** Starts the simulated LADS reader as a process and speaks with it; for tests, demo and chaos runs. */
import { fileURLToPath } from "node:url";
import type { InsertedPlate } from "../../simulator/inserted-plate.ts";
import {
  type CommandedProcess,
  type SimulatorEvent,
  startProcess,
} from "../../simulator/simulator-process.ts";
import type { ControlCommand } from "./control-command.ts";
import type { Knobs } from "./knobs.ts";

export interface OpcUaSimulatorOptions {
  /** A free one by default. */
  readonly port?: number;
  /** Fast by default; a number is a factor of real time. */
  readonly timeScale?: "fast" | number;
  readonly user?: string;
  readonly password?: string;
  readonly model?: string;
  readonly serial?: string;
  /** Results, certificate and trusted clients survive in it. */
  readonly stateFolder?: string;
  /** Starts with another certificate than the one in the state folder. */
  readonly newCertificate?: boolean;
  readonly knobs?: Partial<Knobs>;
}

type Command<Name extends ControlCommand["cmd"]> = Extract<ControlCommand, { cmd: Name }>;

export interface OpcUaSimulator extends CommandedProcess<ControlCommand> {
  /** `opc.tcp://127.0.0.1:PORT`, the same as `spec`. */
  readonly endpoint: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** SHA-256 of the certificate it started with. */
  readonly fingerprint: string;
  insert(plate: InsertedPlate): Promise<void>;
  /** Gives the run id. */
  pressStart(template?: string): Promise<string>;
  pressStop(): Promise<void>;
  pressAbort(): Promise<void>;
  pressClear(): Promise<void>;
  failRuns(times?: number): Promise<void>;
  door(to: Command<"door">["to"]): Promise<void>;
  device(to: Command<"device">["to"]): Promise<void>;
  health(to: Command<"health">["to"]): Promise<void>;
  /** Some knobs count from the next restart. */
  setKnobs(set: Partial<Knobs>): Promise<void>;
  /** Resolves when it listens again, on the same port. */
  restart(how?: Omit<Command<"restart">, "cmd">): Promise<void>;
  dropLink(): Promise<void>;
  dropSessions(): Promise<void>;
  trustClients(): Promise<void>;
  /** The process stands still, with its connections open, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  status(): Promise<Readonly<Record<string, unknown>>>;
}

/** Resolves when the simulator listens, after two or three seconds. */
export async function startOpcUaSimulator(
  options: OpcUaSimulatorOptions = {},
): Promise<OpcUaSimulator> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const running = await startProcess<ControlCommand>(main, argumentsFor(options));
  const listening = await running.waitFor((event) => event.event === "listening");
  return {
    ...running,
    endpoint: running.spec,
    port: Number(listening.port),
    user: options.user ?? "lab",
    password: options.password ?? "secret",
    fingerprint: String(listening.fingerprint),
    ...orders(running.command),
    freeze: () => signal(running.pid, "SIGSTOP"),
    thaw: () => signal(running.pid, "SIGCONT"),
    kill: () => {
      signal(running.pid, "SIGKILL");
      return running.stop();
    },
  };
}

function orders(command: CommandedProcess<ControlCommand>["command"]) {
  const order = async (one: ControlCommand): Promise<void> => {
    await command(one);
  };
  return {
    insert: (plate: InsertedPlate) => order({ cmd: "insert", plate }),
    pressStart: async (template?: string): Promise<string> => {
      const answer = await command({ cmd: "press-start", ...(template ? { template } : {}) });
      return String(answer.runId);
    },
    pressStop: () => order({ cmd: "press-stop" }),
    pressAbort: () => order({ cmd: "press-abort" }),
    pressClear: () => order({ cmd: "press-clear" }),
    failRuns: (times = 1) => order({ cmd: "fail-runs", times }),
    door: (to: Command<"door">["to"]) => order({ cmd: "door", to }),
    device: (to: Command<"device">["to"]) => order({ cmd: "device", to }),
    health: (to: Command<"health">["to"]) => order({ cmd: "health", to }),
    setKnobs: (set: Partial<Knobs>) => order({ cmd: "knobs", set }),
    restart: (how: Omit<Command<"restart">, "cmd"> = {}) => order({ cmd: "restart", ...how }),
    dropLink: () => order({ cmd: "drop-link" }),
    dropSessions: () => order({ cmd: "drop-sessions" }),
    trustClients: () => order({ cmd: "trust-clients" }),
    status: async (): Promise<Readonly<Record<string, unknown>>> => {
      const { status }: SimulatorEvent = await command({ cmd: "status" });
      return typeof status === "object" && status !== null ? { ...status } : {};
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  process.kill(pid, name);
}

function argumentsFor(options: OpcUaSimulatorOptions): string[] {
  const { timeScale = "fast", knobs = {} } = options;
  const list = ["--port", String(options.port ?? 0)];
  if (timeScale === "fast") list.push("--fast");
  else list.push("--time-scale", String(timeScale));
  const texts = {
    "--user": options.user,
    "--password": options.password,
    "--model": options.model,
    "--serial": options.serial,
    "--state-dir": options.stateFolder,
  };
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined) list.push(name, value);
  }
  if (options.newCertificate) list.push("--new-certificate");
  for (const [name, value] of Object.entries(knobs)) {
    list.push("--knob", `${name}=${JSON.stringify(value)}`);
  }
  return list;
}

/** Starts the simulator process and speaks with it; for tests, demo, study and chaos runs. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ControlCommand } from "./control-channel.ts";
import type { ModelName } from "./model-facts.ts";
import type { InsertedPlate } from "./reader.ts";

export interface SimulatorOptions {
  readonly model: ModelName;
  /** A symbolic link is made here; without it the simulator listens on a free TCP port (or on `tcpPort`). */
  readonly ptyLink?: string;
  readonly tcpPort?: number;
  /** Fast by default; a number is a factor of real time, 1 being life speed. */
  readonly timeScale?: "fast" | number;
  /** Wavelengths by position; null is an empty position. */
  readonly filtersNm?: readonly (number | null)[];
  readonly baudThrottle?: boolean;
}

/** An event line of the simulator, e.g. `{ event: "read-finished", plateId, readerClock }`. */
export interface SimulatorEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

type FaultCommand = Extract<ControlCommand, { cmd: "fault" }>;

export interface Simulator {
  /** The port as a configuration names it. */
  readonly spec: string;
  readonly pid: number;
  /** Every event so far, oldest first. */
  readonly events: readonly SimulatorEvent[];
  insert(plate: InsertedPlate): Promise<void>;
  pressStart(measurementPosition: number, referencePosition: number | null): Promise<void>;
  pressStop(): Promise<void>;
  powerCycle(): Promise<void>;
  /** Arms a fault for the next answer it fits; `drop-link` happens at once. */
  fault(kind: FaultCommand["kind"], more?: Omit<FaultCommand, "cmd" | "kind">): Promise<void>;
  /** Sets the reader's clock to the wall time written in `iso`. */
  setClock(iso: string): Promise<void>;
  status(): Promise<Readonly<Record<string, unknown>>>;
  onEvent(listener: (event: SimulatorEvent) => void): void;
  /** The first event, past or future, that fits. Rejects after `withinMs`, and when the process ends. */
  waitFor(fits: (event: SimulatorEvent) => boolean, withinMs?: number): Promise<SimulatorEvent>;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
}

const WAIT_MS = 20_000;

/** Resolves when the simulator listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, ...argumentsFor(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const events: SimulatorEvent[] = [];
  const listeners = new Set<(event: SimulatorEvent) => void>();
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event: SimulatorEvent = JSON.parse(line);
    events.push(event);
    for (const listener of listeners) listener(event);
  });

  function waitFor(fits: (event: SimulatorEvent) => boolean, withinMs = WAIT_MS) {
    return new Promise<SimulatorEvent>((resolve, reject) => {
      const past = events.find(fits);
      if (past !== undefined) return resolve(past);
      const finish = (): void => {
        clearTimeout(timer);
        listeners.delete(listener);
      };
      const fail = (why: string): void => {
        finish();
        reject(new Error(`${why}; the last event was ${JSON.stringify(events.at(-1))}`));
      };
      const timer = setTimeout(() => fail(`no such event within ${withinMs} ms`), withinMs);
      const listener = (event: SimulatorEvent): void => {
        if (!fits(event)) return;
        finish();
        resolve(event);
      };
      listeners.add(listener);
      void ended.then(() => fail("the simulator has ended"));
    });
  }

  let lastSeq = 0;
  async function command(command: ControlCommand): Promise<SimulatorEvent> {
    lastSeq += 1;
    const seq = lastSeq;
    child.stdin.write(`${JSON.stringify({ seq, ...command })}\n`);
    const answer = await waitFor((event) => event.event === "answer" && event.seq === seq);
    if (answer.ok !== true) throw new Error(`simulator: ${String(answer.message)}`);
    return answer;
  }
  const order = async (one: ControlCommand): Promise<void> => {
    await command(one);
  };

  const listening = await waitFor((event) => event.event === "listening");
  return {
    spec: String(listening.spec),
    pid: child.pid ?? 0,
    events,
    insert: (plate) => order({ cmd: "insert", plate: plate }),
    pressStart: (measurementPosition, referencePosition) =>
      order({ cmd: "press-start", measurementPosition, referencePosition }),
    pressStop: () => order({ cmd: "press-stop" }),
    powerCycle: () => order({ cmd: "power-cycle" }),
    fault: (kind, more = {}) => order({ cmd: "fault", kind, ...more }),
    setClock: (iso) => order({ cmd: "clock", iso }),
    status: async () => {
      const { status } = await command({ cmd: "status" });
      return typeof status === "object" && status !== null ? { ...status } : {};
    },
    onEvent: (listener) => {
      listeners.add(listener);
    },
    waitFor,
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function argumentsFor(options: SimulatorOptions): string[] {
  const { timeScale = "fast" } = options;
  const list = ["--model", options.model];
  if (options.ptyLink === undefined) list.push("--tcp", String(options.tcpPort ?? 0));
  else list.push("--pty", options.ptyLink);
  if (timeScale === "fast") list.push("--fast");
  else list.push("--time-scale", String(timeScale));
  if (options.filtersNm) list.push("--filters", options.filtersNm.map((nm) => nm ?? "-").join(","));
  if (options.baudThrottle) list.push("--baud-throttle");
  return list;
}

/** Starts a simulator as a process of its own and speaks with it over its control lines. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** An event line of a simulator, e.g. `{ event: "read-finished", plateId }`. */
export interface SimulatorEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface SimulatorProcess {
  /** The port as a configuration names it. */
  readonly spec: string;
  readonly pid: number;
  /** Every event so far, oldest first. */
  readonly events: readonly SimulatorEvent[];
  onEvent(listener: (event: SimulatorEvent) => void): void;
  /** The first event, past or future, that fits. Rejects after `withinMs`, and when the process ends. */
  waitFor(fits: (event: SimulatorEvent) => boolean, withinMs?: number): Promise<SimulatorEvent>;
  /** Resolves when the process has ended, by itself or not. */
  readonly ended: Promise<void>;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
}

/** What a simulator's own start function builds its commands on. */
export interface CommandedProcess<Command> extends SimulatorProcess {
  /** Resolves with the answer; rejects with what the simulator says against the command. */
  command(command: Command): Promise<SimulatorEvent>;
}

/** Where a simulator is plugged in, and how quick it is. */
export interface PlugOptions {
  /** A symbolic link is made here; without it the simulator listens on a free TCP port (or on `tcpPort`). */
  readonly ptyLink?: string;
  readonly tcpPort?: number;
  /** Fast by default; a number is a factor of real time, 1 being life speed. */
  readonly timeScale?: "fast" | number;
  readonly baudThrottle?: boolean;
}

const WAIT_MS = 20_000;

/** The arguments that say where a simulator is plugged in, and how quick it is. */
export function plugArguments(options: PlugOptions): string[] {
  const { timeScale = "fast" } = options;
  const list =
    options.ptyLink === undefined
      ? ["--tcp", String(options.tcpPort ?? 0)]
      : ["--pty", options.ptyLink];
  if (timeScale === "fast") list.push("--fast");
  else list.push("--time-scale", String(timeScale));
  if (options.baudThrottle) list.push("--baud-throttle");
  return list;
}

/** Starts the program `main` and resolves when it listens. */
export async function startProcess<Command extends object>(
  main: string,
  programArguments: readonly string[],
): Promise<CommandedProcess<Command>> {
  const child = spawn(process.execPath, [main, ...programArguments], {
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
  async function command(command: Command): Promise<SimulatorEvent> {
    lastSeq += 1;
    const seq = lastSeq;
    child.stdin.write(`${JSON.stringify({ seq, ...command })}\n`);
    const answer = await waitFor((event) => event.event === "answer" && event.seq === seq);
    if (answer.ok !== true) throw new Error(`simulator: ${String(answer.message)}`);
    return answer;
  }

  const listening = await waitFor((event) => event.event === "listening");
  return {
    spec: String(listening.spec),
    pid: child.pid ?? 0,
    events,
    command,
    onEvent: (listener) => {
      listeners.add(listener);
    },
    waitFor,
    ended,
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import type { SimulatorFacts } from "../../../drivers/simulator/simulator-facts.ts";
import type {
  CommandedProcess,
  SimulatorEvent,
} from "../../../drivers/simulator/simulator-process.ts";
import { readSimulatedPlate } from "../../bench-tools/simulated-plate.ts";
import { requireSimulator, SIMULATORS } from "../../bench-tools/simulators.ts";
import { pressStart, requirePanel, startSimulated } from "../../bench-tools/start-simulated.ts";
import { untilStopped } from "../../daemon/until-stopped.ts";
import { portNumber, positive } from "../option-values.ts";
import { print } from "../output.ts";

interface SimulateOptions {
  readonly list?: boolean;
  readonly pty?: string;
  readonly tcp?: number;
  readonly fast?: boolean;
  readonly timeScale?: number;
  readonly model?: string;
  readonly fault: readonly string[];
  readonly plate?: string;
  readonly push?: number | true;
  readonly json?: boolean;
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function listed({ id, title, models, faults, ownOptions, pressStart: key }: SimulatorFacts) {
  return { id, title, models, faults: Object.keys(faults), push: key !== null, ownOptions };
}

function listText(facts: SimulatorFacts): string {
  const { id, title, models, faults, push, ownOptions } = listed(facts);
  return [
    `${id}: ${title}`,
    ...(models.length === 0 ? [] : [`  --model ${models.join(" | ")}`]),
    `  --fault ${faults.join(" | ")}`,
    ...(push ? ["  --push starts a read at its panel"] : []),
    ...(ownOptions.length === 0 ? [] : [`  after --: ${ownOptions.join(", ")}`]),
  ].join("\n");
}

function eventText({ event, ...rest }: SimulatorEvent): string {
  const facts = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `${event}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`;
}

/** Prints every event but answers to our own orders. */
function follow(running: CommandedProcess<object>, json: boolean): void {
  const show = (event: SimulatorEvent): void => {
    if (event.event === "answer" || event.event === "listening") return;
    process.stdout.write(`${json ? JSON.stringify(event) : eventText(event)}\n`);
  };
  for (const event of running.events) show(event);
  running.onEvent(show);
}

/** What a configuration says of it. */
function configLines({ id, plugs }: SimulatorFacts, spec: string): string {
  const hasPort = plugs.pty !== null || plugs.tcp !== null;
  return hasPort ? `driver = "${id}"\nport = "${spec}"` : `path = "${spec}"`;
}

async function simulate(
  facts: SimulatorFacts,
  own: readonly string[],
  options: SimulateOptions,
): Promise<void> {
  if (options.push !== undefined) requirePanel(facts);
  const running = await startSimulated(facts, {
    pty: options.pty ?? null,
    tcp: options.tcp ?? null,
    timeScale: options.fast === true ? null : (options.timeScale ?? 1),
    model: options.model ?? null,
    own,
    faults: options.fault,
    plate: options.plate === undefined ? null : readSimulatedPlate(options.plate),
  });
  const stopped = untilStopped();
  const json = options.json ?? false;
  const listening = { event: "listening", driver: facts.id, port: running.spec, pid: running.pid };
  if (json) process.stdout.write(`${JSON.stringify(listening)}\n`);
  else process.stdout.write(`${facts.title}\n${configLines(facts, running.spec)}\n`);
  follow(running, json);
  try {
    if (options.push !== undefined) {
      if (options.push !== true) await wait(options.push * 1000);
      await pressStart(facts, running);
    }
    await Promise.race([stopped, running.ended]);
  } finally {
    await running.stop();
  }
}

export function addSimulateCommand(program: Command): void {
  const command = program
    .command("simulate")
    .description(
      "Run a simulated reader behind a port until Ctrl-C, to try things without a reader.",
    )
    .argument("[driver]", "whose reader; see --list")
    .argument("[own...]", "after --: options of that simulator itself")
    .option("--list", "list readers with their models and faults")
    .option("--pty <LINK>", "plug it into a serial port of this name, which is made")
    .option("--tcp <PORT>", "plug it into this TCP port (a free one without both)", portNumber)
    .option("--fast", "nothing takes noticeable time")
    .option("--time-scale <X>", "0.1 is ten times as fast as life", positive)
    .option("--model <NAME>", "which model of the family")
    .option("--fault <KIND>", "spoils the next thing it fits; may be repeated", collect, [])
    .option("--plate <FILE>", 'a CSV file of 8 or 16 rows of 12 absorbances, or "example"')
    .option("--push [SECONDS]", "press Start at its panel, after so many seconds", positive)
    .option("--json", "print events as lines of JSON");
  command.action((driver: string | undefined, own: string[], options: SimulateOptions) => {
    if (options.list) {
      print(options.json ?? false, SIMULATORS.map(listed), () =>
        SIMULATORS.map(listText).join("\n\n"),
      );
      return;
    }
    if (driver === undefined)
      return command.error("error: say which reader; --list shows those there are");
    return simulate(requireSimulator(driver), own, options);
  });
}

/** Starts a simulated reader as it was ordered on the command line. */
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { SimulatorFacts } from "../../drivers/simulator/simulator-facts.ts";
import { type CommandedProcess, startProcess } from "../../drivers/simulator/simulator-process.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { suggestName } from "../layout/closest-name.ts";

export interface SimulatorOrder {
  /** A link is made here; without it the reader is on a TCP port. */
  readonly pty: string | null;
  /** 0 is any free port; null leaves the choice to the simulator. */
  readonly tcp: number | null;
  /** 1 is life speed; null nearly none. */
  readonly timeScale: number | null;
  readonly model: string | null;
  /** Handed to the simulator as they are. */
  readonly own: readonly string[];
  readonly faults: readonly string[];
  readonly plate: InsertedPlate | null;
}

function refuse(message: string): PlatewardenError {
  return new PlatewardenError("SIMULATOR_FAILED", message);
}

function plugArguments(facts: SimulatorFacts, order: SimulatorOrder): string[] {
  const { pty, tcp } = facts.plugs;
  if (order.pty !== null && pty === null) throw refuse(`${facts.id} has no --pty.`);
  if (order.pty !== null && pty !== null) return [pty, order.pty];
  if (order.tcp !== null && tcp === null) throw refuse(`${facts.id} has no --tcp.`);
  return tcp === null ? [] : [tcp, String(order.tcp ?? 0)];
}

function modelArguments({ id, models }: SimulatorFacts, model: string | null): string[] {
  if (model === null) return [];
  if (models.includes(model)) return ["--model", model];
  const known = models.length === 0 ? "it has one model only" : suggestName(model, models);
  throw refuse(`${id} has no model ${model}; ${known}`);
}

function faultCommands(facts: SimulatorFacts, kinds: readonly string[]): object[] {
  return kinds.map((kind) => {
    const command = facts.faults[kind];
    if (command !== undefined) return command;
    throw refuse(
      `${facts.id} has no fault ${kind}. ${suggestName(kind, Object.keys(facts.faults))}`,
    );
  });
}

/**
 * Starts it, lays the plate in and arms the faults. Rejects with SIMULATOR_FAILED, and what the simulator itself says is
 * on standard error.
 */
export async function startSimulated(
  facts: SimulatorFacts,
  order: SimulatorOrder,
): Promise<CommandedProcess<object>> {
  const faults = faultCommands(facts, order.faults);
  const speed = order.timeScale === null ? ["--fast"] : ["--time-scale", String(order.timeScale)];
  const programArguments = [
    ...facts.arguments,
    ...plugArguments(facts, order),
    ...modelArguments(facts, order.model),
    ...speed,
    ...order.own,
  ];
  const running = await startProcess<object>(facts.main, programArguments).catch(
    (error: unknown) => {
      throw refuse(`${facts.id} did not start: ${error instanceof Error ? error.message : error}.`);
    },
  );
  try {
    if (order.plate !== null) await running.command({ cmd: "insert", plate: order.plate });
    for (const fault of faults) await running.command(fault);
  } catch (error) {
    await running.stop();
    throw refuse(`${facts.id}: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return running;
}

/** The command for its Start key. Throws SIMULATOR_FAILED where it has none. */
export function requirePanel(facts: SimulatorFacts): object {
  if (facts.pressStart !== null) return facts.pressStart;
  throw refuse(`${facts.id} cannot be started at a panel.`);
}

/** Presses Start at its panel. Rejects with SIMULATOR_FAILED where it has no such key, or refuses. */
export async function pressStart(
  facts: SimulatorFacts,
  running: CommandedProcess<object>,
): Promise<void> {
  try {
    await running.command(requirePanel(facts));
  } catch (error) {
    throw refuse(`${facts.id}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** What a test may tell the simulator to do. */
import { z } from "zod";
import type { HostPort } from "../../simulator/host-port.ts";
import {
  carryOutUsual,
  faultCommand,
  insertCommand,
  powerCycleCommand,
  pressStopCommand,
  statusCommand,
} from "../../simulator/usual-commands.ts";
import { ANSWER_FAULTS, PLATE_FAULTS } from "./faults.ts";
import type { Reader } from "./reader.ts";

const position = z.int().min(1).max(8);

export const FAULT_KINDS = [...PLATE_FAULTS, ...ANSWER_FAULTS] as const;

export const controlCommand = z.discriminatedUnion("cmd", [
  insertCommand,
  statusCommand,
  powerCycleCommand,
  pressStopCommand,
  z.strictObject({
    cmd: z.literal("press-start"),
    measurementPosition: position,
    referencePosition: position.nullable(),
  }),
  /** `on` `PUSH` is what the 550 sends by itself. */
  faultCommand(FAULT_KINDS, z.string().default("8011")),
  z.strictObject({ cmd: z.literal("clock"), iso: z.string() }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: Reader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  switch (command.cmd) {
    case "press-start":
      reader.pressStart(command.measurementPosition, command.referencePosition);
      return {};
    case "press-stop":
      reader.pressStop();
      return {};
    case "power-cycle":
      reader.powerCycle();
      return {};
    case "clock":
      reader.setClock(command.iso);
      return {};
    default:
      return carryOutUsual(command, reader, port, shorten);
  }
}

function shorten(command: string | null): string | null {
  if (command === null || command === "PUSH") return command;
  return command.slice(0, 2).toUpperCase();
}

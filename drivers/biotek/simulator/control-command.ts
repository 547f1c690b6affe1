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
import { ANSWER_FAULTS, PLATE_FAULTS, READER_FAULTS } from "./faults.ts";
import type { SimulatedReader } from "./simulated-reader.ts";

export const FAULT_KINDS = [...PLATE_FAULTS, ...ANSWER_FAULTS, ...READER_FAULTS] as const;

const statusCode = z.string().regex(/^[0-9A-F]{4}$/);

export const controlCommand = z.discriminatedUnion("cmd", [
  insertCommand,
  statusCommand,
  powerCycleCommand,
  pressStopCommand,
  z.strictObject({ cmd: z.literal("press-start"), dual: z.boolean() }),
  /** `on` is a command letter; `block` and `end` are the values and what follows them. */
  faultCommand(FAULT_KINDS, statusCode.default("2331")),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: SimulatedReader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  switch (command.cmd) {
    case "press-start":
      reader.pressStart(command.dual);
      return {};
    case "press-stop":
      reader.pressStop();
      return {};
    case "power-cycle":
      reader.powerCycle();
      return {};
    default:
      return carryOutUsual(command, reader, port);
  }
}

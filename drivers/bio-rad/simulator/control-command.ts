/** What a test may tell the simulator to do. */
import { z } from "zod";
import type { HostPort } from "../../simulator/host-port.ts";
import { insertedPlateSchema } from "../../simulator/inserted-plate.ts";
import { ANSWER_FAULTS, PLATE_FAULTS } from "./faults.ts";
import type { Reader } from "./reader.ts";

const position = z.int().min(1).max(8);

export const controlCommand = z.discriminatedUnion("cmd", [
  z.strictObject({ cmd: z.literal("insert"), plate: insertedPlateSchema }),
  z.strictObject({
    cmd: z.literal("press-start"),
    measurementPosition: position,
    referencePosition: position.nullable(),
  }),
  z.strictObject({ cmd: z.literal("press-stop") }),
  z.strictObject({ cmd: z.literal("power-cycle") }),
  z.strictObject({
    cmd: z.literal("fault"),
    kind: z.enum([...PLATE_FAULTS, ...ANSWER_FAULTS, "drop-link"]),
    times: z.int().min(1).default(1),
    /** Name of the only command it spoils, `PUSH` for what the 550 sends by itself; null spoils any. */
    on: z.string().nullable().default(null),
    code: z.string().default("8011"),
  }),
  z.strictObject({ cmd: z.literal("clock"), iso: z.string() }),
  z.strictObject({ cmd: z.literal("status") }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: Reader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  switch (command.cmd) {
    case "insert":
      reader.insert(command.plate);
      break;
    case "press-start":
      reader.pressStart(command.measurementPosition, command.referencePosition);
      break;
    case "press-stop":
      reader.pressStop();
      break;
    case "power-cycle":
      reader.powerCycle();
      break;
    case "clock":
      reader.setClock(command.iso);
      break;
    case "status":
      return { status: reader.status() };
    case "fault": {
      const { kind, times, code } = command;
      if (kind === "drop-link") await port.dropLink();
      else reader.arm({ kind, times, code, on: shorten(command.on) });
    }
  }
  return {};
}

function shorten(command: string | null): string | null {
  if (command === null || command === "PUSH") return command;
  return command.slice(0, 2).toUpperCase();
}

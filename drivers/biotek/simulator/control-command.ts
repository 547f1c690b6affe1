/** What a test may tell the simulator to do. */
import { z } from "zod";
import type { HostPort } from "../../simulator/host-port.ts";
import { insertedPlateSchema } from "../../simulator/inserted-plate.ts";
import { ANSWER_FAULTS, PLATE_FAULTS, READER_FAULTS } from "./faults.ts";
import type { SimulatedReader } from "./simulated-reader.ts";

export const controlCommand = z.discriminatedUnion("cmd", [
  z.strictObject({ cmd: z.literal("insert"), plate: insertedPlateSchema }),
  z.strictObject({ cmd: z.literal("press-start"), dual: z.boolean() }),
  z.strictObject({ cmd: z.literal("press-stop") }),
  z.strictObject({ cmd: z.literal("power-cycle") }),
  z.strictObject({
    cmd: z.literal("fault"),
    kind: z.enum([...PLATE_FAULTS, ...ANSWER_FAULTS, ...READER_FAULTS, "drop-link"]),
    times: z.int().min(1).default(1),
    /** The only command letter it spoils; `block` and `end` are the values and what follows them. Null spoils any. */
    on: z.string().nullable().default(null),
    code: z
      .string()
      .regex(/^[0-9A-F]{4}$/)
      .default("2331"),
  }),
  z.strictObject({ cmd: z.literal("status") }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: SimulatedReader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  switch (command.cmd) {
    case "insert":
      reader.insert(command.plate);
      break;
    case "press-start":
      reader.pressStart(command.dual);
      break;
    case "press-stop":
      reader.pressStop();
      break;
    case "power-cycle":
      reader.powerCycle();
      break;
    case "status":
      return { status: reader.status() };
    case "fault": {
      const { kind, times, on, code } = command;
      if (kind === "drop-link") await port.dropLink();
      else reader.arm({ kind, times, on, code });
    }
  }
  return {};
}

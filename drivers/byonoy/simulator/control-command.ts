/** What a test may tell the simulator to do. */
import { z } from "zod";
import { LINE_FAULTS } from "../../simulator/faulty-voice.ts";
import type { HostPort } from "../../simulator/host-port.ts";
import { insertedPlateSchema } from "../../simulator/inserted-plate.ts";
import { READER_FAULTS, type Reader } from "./reader.ts";

export const controlCommand = z.discriminatedUnion("cmd", [
  z.strictObject({ cmd: z.literal("insert"), plate: insertedPlateSchema }),
  z.strictObject({ cmd: z.literal("take-out") }),
  z.strictObject({
    cmd: z.literal("fault"),
    kind: z.enum([...LINE_FAULTS, ...READER_FAULTS, "drop-link"]),
    times: z.int().min(1).default(1),
    /** Name of the only command it spoils, e.g. `RPF`; null spoils any. */
    on: z.string().nullable().default(null),
    /** What `report-error` answers to ERROR. */
    code: z.string().default("2"),
  }),
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
    case "take-out":
      reader.takeOut();
      break;
    case "status":
      return { status: reader.status() };
    case "fault": {
      const { kind, times, code, on } = command;
      if (kind === "drop-link") await port.dropLink();
      else reader.arm({ kind, times, code, on });
    }
  }
  return {};
}

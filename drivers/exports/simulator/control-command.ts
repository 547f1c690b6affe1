/** What a test may tell the simulator to do. */
import { z } from "zod";
import { insertCommand, statusCommand } from "../../simulator/usual-commands.ts";
import { EXPORT_FAULTS, type VendorProgram } from "./vendor-program.ts";

export const controlCommand = z.discriminatedUnion("cmd", [
  insertCommand,
  statusCommand,
  z.strictObject({ cmd: z.literal("press-start") }),
  z.strictObject({ cmd: z.literal("fault"), kind: z.enum(EXPORT_FAULTS) }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  program: VendorProgram,
): Promise<Readonly<Record<string, unknown>>> {
  switch (command.cmd) {
    case "insert":
      program.insert(command.plate);
      return {};
    case "press-start":
      program.pressStart();
      return {};
    case "fault":
      program.arm(command.kind);
      return {};
    case "status":
      return { status: program.status() };
  }
}

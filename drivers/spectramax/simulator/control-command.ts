/** What a test may tell the simulator to do. */
import { z } from "zod";
import { LINE_FAULTS } from "../../simulator/faulty-voice.ts";
import type { HostPort } from "../../simulator/host-port.ts";
import {
  carryOutUsual,
  faultCommand,
  insertCommand,
  powerCycleCommand,
  statusCommand,
} from "../../simulator/usual-commands.ts";
import { READER_FAULTS, type Reader } from "./reader.ts";

export const FAULT_KINDS = [...LINE_FAULTS, ...READER_FAULTS] as const;

export const controlCommand = z.discriminatedUnion("cmd", [
  insertCommand,
  statusCommand,
  powerCycleCommand,
  z.strictObject({
    cmd: z.literal("press-start"),
    wavelengthsNm: z.array(z.int().min(190).max(1000)).min(1).max(6),
  }),
  /** `on` is a command without its exclamation mark; `refuse` and `warn` name the code. */
  faultCommand(FAULT_KINDS, z.string().default("302")),
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
      reader.pressStart(command.wavelengthsNm);
      return {};
    case "power-cycle":
      reader.powerCycle();
      return {};
    default:
      return carryOutUsual(command, reader, port, (name) => name?.toUpperCase() ?? null);
  }
}

/** What a test may tell the simulator to do. */
import { z } from "zod";
import { LINE_FAULTS } from "../../simulator/faulty-voice.ts";
import type { HostPort } from "../../simulator/host-port.ts";
import {
  carryOutUsual,
  faultCommand,
  insertCommand,
  statusCommand,
} from "../../simulator/usual-commands.ts";
import { READER_FAULTS, type Reader } from "./reader.ts";

export const FAULT_KINDS = [...LINE_FAULTS, ...READER_FAULTS] as const;

export const controlCommand = z.discriminatedUnion("cmd", [
  insertCommand,
  statusCommand,
  z.strictObject({ cmd: z.literal("take-out") }),
  /** `on` is the name of a command, e.g. `RPF`; `report-error` answers ERROR with the code. */
  faultCommand(FAULT_KINDS, z.string().default("2")),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: Reader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  if (command.cmd !== "take-out") return carryOutUsual(command, reader, port);
  reader.takeOut();
  return {};
}

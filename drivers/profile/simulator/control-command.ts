/** What a test may tell the simulator to do. */
import { z } from "zod";
import type { HostPort } from "../../simulator/host-port.ts";
import { DROP_LINK, statusCommand } from "../../simulator/usual-commands.ts";
import type { Reader } from "./reader.ts";
import { SCRIPT_FAULTS } from "./scripted-reader.ts";

export const controlCommand = z.discriminatedUnion("cmd", [
  statusCommand,
  /** Sends the example of `listen` with this title, or the first one. */
  z.strictObject({ cmd: z.literal("push"), title: z.string().nullable().default(null) }),
  z.strictObject({
    cmd: z.literal("fault"),
    kind: z.union([z.enum(SCRIPT_FAULTS), z.literal(DROP_LINK)]),
    /** Which received item of the conversation; null: the middle of what comes next. */
    item: z.int().min(1).nullable().default(null),
  }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  reader: Reader,
  port: HostPort,
): Promise<Readonly<Record<string, unknown>>> {
  if (command.cmd === "status") return { status: reader.status() };
  if (command.cmd === "push") reader.push(command.title);
  else if (command.kind === DROP_LINK) await port.dropLink();
  else reader.arm({ kind: command.kind, item: command.item });
  return {};
}

/** The control commands that simulators have in common. */
import { z } from "zod";
import type { HostPort } from "./host-port.ts";
import { type InsertedPlate, insertedPlateSchema } from "./inserted-plate.ts";

export const insertCommand = z.strictObject({
  cmd: z.literal("insert"),
  plate: insertedPlateSchema,
});
export const powerCycleCommand = z.strictObject({ cmd: z.literal("power-cycle") });
export const pressStopCommand = z.strictObject({ cmd: z.literal("press-stop") });
export const statusCommand = z.strictObject({ cmd: z.literal("status") });

/** Pulls the cable; every simulator can, whatever its language. */
export const DROP_LINK = "drop-link";

/** Arms a fault for the next thing it fits. `code` says which code a fault that names one shows. */
export function faultCommand<const Kinds extends readonly [string, ...string[]]>(
  kinds: Kinds,
  code: z.ZodDefault<z.ZodString>,
) {
  return z.strictObject({
    cmd: z.literal("fault"),
    kind: z.union([z.enum(kinds), z.literal(DROP_LINK)]),
    times: z.int().min(1).default(1),
    /** The only command it spoils, in the words of the reader's language; null spoils any. */
    on: z.string().nullable().default(null),
    code,
  });
}

/** The command for each fault, as it is sent when nothing more is said about it. */
export function faultOrders(kinds: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries([...kinds, DROP_LINK].map((kind) => [kind, { cmd: "fault", kind }]));
}

interface FaultOrder<Kind> {
  readonly cmd: "fault";
  readonly kind: Kind | typeof DROP_LINK;
  readonly times: number;
  readonly on: string | null;
  readonly code: string;
}

export type UsualCommand<Kind> =
  | FaultOrder<Kind>
  | z.output<typeof insertCommand>
  | z.output<typeof statusCommand>;

/** What a simulated reader offers for them. */
export interface CommandedReader<Kind> {
  insert(plate: InsertedPlate): void;
  arm(fault: { kind: Kind; times: number; on: string | null; code: string }): void;
  status(): Readonly<Record<string, unknown>>;
}

/** Carries a usual command out and gives what its answer says besides. `nameOf` writes the command a fault is for. */
export async function carryOutUsual<Kind extends string>(
  command: UsualCommand<Kind>,
  reader: CommandedReader<Kind>,
  port: Pick<HostPort, "dropLink">,
  nameOf: (command: string | null) => string | null = (name) => name,
): Promise<Readonly<Record<string, unknown>>> {
  if (command.cmd === "status") return { status: reader.status() };
  if (command.cmd === "insert") {
    reader.insert(command.plate);
    return {};
  }
  const { kind, times, on, code } = command;
  if (isOfReader(kind)) reader.arm({ kind, times, on: nameOf(on), code });
  else await port.dropLink();
  return {};
}

function isOfReader<Kind extends string>(kind: Kind | typeof DROP_LINK): kind is Kind {
  return kind !== DROP_LINK;
}

/** Commands to the simulator: JSON lines on stdin, each answered by a JSON line on stdout. */
import { createInterface } from "node:readline";
import { z } from "zod";
import { ANSWER_FAULTS, PLATE_FAULTS } from "./faults.ts";
import type { HostPort } from "./host-port.ts";
import type { Reader } from "./reader.ts";

const row = z.array(z.number().nullable()).length(12).readonly();
const matrix = z.array(row).length(8).readonly();
const position = z.int().min(1).max(8);

const controlCommand = z.discriminatedUnion("cmd", [
  z.strictObject({
    cmd: z.literal("insert"),
    plate: z.strictObject({ id: z.string(), measurement: matrix, reference: matrix.nullable() }),
  }),
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

/** A command may carry a number, which its answer repeats. */
const numbered = z.looseObject({ seq: z.number().optional() });

/** Calls `onEnd` when stdin closes. A command that is not understood is answered, never fatal. */
export function listenForCommands(
  reader: Reader,
  port: HostPort,
  emit: (event: Readonly<Record<string, unknown>>) => void,
  onEnd: () => void,
): void {
  const lines = createInterface({ input: process.stdin });
  lines.on("close", onEnd);
  lines.on("line", async (line) => {
    let seq: number | undefined;
    try {
      const { seq: number, ...command } = numbered.parse(JSON.parse(line));
      seq = number;
      const answer = await carryOut(controlCommand.parse(command), reader, port);
      emit({ event: "answer", seq, ok: true, ...answer });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      emit({ event: "answer", seq, ok: false, message });
    }
  });
}

async function carryOut(
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

/** Commands to a simulator: JSON lines on stdin, each answered by a JSON line on stdout. */
import { createInterface } from "node:readline";
import { type ZodType, z } from "zod";

export type Emit = (event: Readonly<Record<string, unknown>>) => void;

/** A command may carry a number, which its answer repeats. */
const numbered = z.looseObject({ seq: z.number().optional() });

/** Tells what happens in the simulator: one JSON line on stdout. */
export function emitLine(event: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/**
 * Carries out each command that fits `schema` and answers it with what `carryOut` gives. Calls `onEnd` when stdin
 * closes. A command that is not understood is answered, never fatal.
 */
export function listenForCommands<Command>(
  schema: ZodType<Command>,
  carryOut: (command: Command) => Promise<Readonly<Record<string, unknown>>>,
  onEnd: () => void,
): void {
  // Whoever reads our events may go away; the reader runs on.
  process.stdout.on("error", () => undefined);
  const lines = createInterface({ input: process.stdin });
  lines.on("close", onEnd);
  lines.on("line", async (line) => {
    let seq: number | undefined;
    try {
      const { seq: number, ...command } = numbered.parse(JSON.parse(line));
      seq = number;
      emitLine({ event: "answer", seq, ok: true, ...(await carryOut(schema.parse(command))) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      emitLine({ event: "answer", seq, ok: false, message });
    }
  });
}

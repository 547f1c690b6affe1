/** What a test may tell the simulated LADS reader to do. */
import { z } from "zod";
import { insertedPlateSchema } from "../../simulator/inserted-plate.ts";
import { DEFAULT_KNOBS, type Knobs, knobsSchema } from "./knobs.ts";
import type { ReaderServer } from "./reader-server.ts";
import { READER_HEALTH } from "./reader-state.ts";
import { trustRejected } from "./secure-folder.ts";

const health = z.enum(Object.keys(READER_HEALTH) as (keyof typeof READER_HEALTH)[]);
const knobChanges = knobsSchema.partial();

export const controlCommand = z.discriminatedUnion("cmd", [
  z.strictObject({ cmd: z.literal("insert"), plate: insertedPlateSchema }),
  z.strictObject({ cmd: z.literal("remove-plate") }),
  /** A run that nobody commanded. */
  z.strictObject({ cmd: z.literal("press-start"), template: z.string().default("MTT 570/650") }),
  z.strictObject({ cmd: z.literal("press-stop") }),
  z.strictObject({ cmd: z.literal("press-abort") }),
  z.strictObject({ cmd: z.literal("press-clear") }),
  /** The next runs fail in the middle. */
  z.strictObject({ cmd: z.literal("fail-runs"), times: z.int().min(0).default(1) }),
  z.strictObject({ cmd: z.literal("door"), to: z.enum(["Opened", "Closed"]) }),
  z.strictObject({
    cmd: z.literal("device"),
    to: z.enum(["Initialization", "Operate", "Sleep", "Shutdown"]),
  }),
  z.strictObject({ cmd: z.literal("health"), to: health }),
  z.strictObject({ cmd: z.literal("knobs"), set: knobChanges }),
  /** The server ends and comes back after `downMs`; `renewCertificate` gives it another certificate. */
  z.strictObject({
    cmd: z.literal("restart"),
    downMs: z.number().min(0).default(0),
    renewCertificate: z.boolean().default(false),
    set: knobChanges.default({}),
  }),
  z.strictObject({ cmd: z.literal("drop-link") }),
  z.strictObject({ cmd: z.literal("drop-sessions") }),
  /** Trusts the client certificates refused so far. */
  z.strictObject({ cmd: z.literal("trust-clients") }),
  z.strictObject({ cmd: z.literal("status") }),
]);

export type ControlCommand = z.input<typeof controlCommand>;

export interface Bench {
  readonly server: () => ReaderServer;
  readonly knobs: () => Knobs;
  setKnobs(knobs: Knobs): void;
  restart(downMs: number, renewCertificate: boolean): Promise<void>;
}

/** Carries a command out and gives what its answer says besides. */
export async function carryOut(
  command: z.output<typeof controlCommand>,
  bench: Bench,
): Promise<Readonly<Record<string, unknown>>> {
  const server = bench.server();
  const { reader } = server;
  switch (command.cmd) {
    case "insert":
      reader.insert(command.plate);
      return {};
    case "remove-plate":
      reader.insert(null);
      return {};
    case "press-start":
      return reader.pressStart(command.template);
    case "press-stop":
      return must(reader.stop());
    case "press-abort":
      return must(reader.abort());
    case "press-clear":
      return must(reader.clear());
    case "fail-runs":
      reader.failNextRuns(command.times);
      return {};
    case "door":
      reader.setDoor(command.to);
      return {};
    case "device":
      reader.setDevice(command.to);
      return {};
    case "health":
      reader.setHealth(command.to);
      return {};
    case "knobs":
      bench.setKnobs(merge(bench.knobs(), command.set));
      return {};
    case "restart":
      bench.setKnobs(merge(bench.knobs(), command.set));
      await bench.restart(command.downMs, command.renewCertificate);
      return { endpoint: bench.server().endpoint, fingerprint: bench.server().secure.fingerprint };
    case "drop-link":
      server.dropLink();
      return {};
    case "drop-sessions":
      return { sessions: server.dropSessions() };
    case "trust-clients":
      return { trusted: await trustRejected(server.secure) };
    case "status":
      return {
        status: {
          ...reader.status(),
          endpoint: server.endpoint,
          fingerprint: server.secure.fingerprint,
          sessions: server.sessions(),
        },
      };
  }
}

function merge(knobs: Knobs, changes: z.output<typeof knobChanges>): Knobs {
  return knobsSchema.parse({ ...DEFAULT_KNOBS, ...knobs, ...changes });
}

function must(done: boolean): Readonly<Record<string, unknown>> {
  if (!done) throw new Error("the reader is not in a state for this");
  return {};
}

/** The habits of the simulated server: each is a difference met between real LADS servers. */
import { z } from "zod";

const ms = z.number().min(0).max(3_600_000);

export const knobsSchema = z.strictObject({
  // How the server and its nodes are built: a change counts from the next restart.
  /** Which index each namespace has. */
  namespaceOrder: z.enum(["usual", "other"]),
  /** Where StartProgram is; `reversed` is on the state machine with the argument order of `Operational`. */
  startProgram: z.enum(["both", "state", "operational", "reversed", "none"]),
  /** Which methods the state machine has besides StartProgram. */
  methods: z.enum(["all", "abort-only", "none"]),
  /** The DeviceTemplateId of a program template. */
  templateIds: z.enum(["browse-name", "empty"]),
  /** `old`: both state machines are called `StateMachine`, as in models before 1.0. */
  stateMachineName: z.enum(["current", "old"]),
  /** Children are listed twice, by HasComponent and by HasNotifier. */
  duplicateReferences: z.boolean(),
  /** A second LADS device, a washer, which has no programs. */
  secondDevice: z.boolean(),
  /** ActiveProgram tells the run id. */
  activeProgramRunId: z.boolean(),
  /** Anonymous sessions are let in. */
  anonymous: z.boolean(),
  maxSessions: z.int().min(1).max(1000),
  /** `known`: a client's certificate must have been trusted. */
  clientTrust: z.enum(["any", "known"]),

  // How a run goes: a change counts from the next run.
  /** How long a run measures; null: as the time scale says. */
  runMs: ms.nullable(),
  /** How long it stays in Stopping, Aborting and Clearing; null: as the time scale says. */
  passingMs: ms.nullable(),
  /** From the answer to StartProgram until the state is Running. */
  startDelayMs: ms,
  /** From the start of a run until StartProgram is answered. */
  answerDelayMs: ms,
  neverEnds: z.boolean(),
  /** False: Running is followed by Stopped at once. */
  passesStopping: z.boolean(),
  /** From the state Stopped until the first variable or file is there, and then between any two of them. */
  lateResultMs: ms,
  /** When NodeVersion of the ResultSet is counted up. */
  nodeVersion: z.enum(["always", "start-only", "never"]),
  /** What becomes of a run during which the server ends, if results are kept: `finishes` is a reader that measures on. */
  afterPowerLoss: z.enum(["lost", "finishes"]),
  /** `counter` gives the same ids again after a restart. */
  runIds: z.enum(["timestamp", "counter"]),
  /** StartProgram is refused although the state says Stopped. */
  busy: z.boolean(),
  unknownTemplate: z.enum(["refuse", "first"]),

  // What a result holds: a change counts from the next run.
  /** A Result tells the run id. */
  resultRunId: z.boolean(),
  /** `wells`: one object a well. */
  values: z.enum(["array", "matrix", "wells", "none"]),
  /** Order of the 96 values of an array. */
  wellOrder: z.enum(["row", "column"]),
  /** Name of a variable of values; `{nm}` becomes the wavelength. */
  variableName: z.string().includes("{nm}"),
  /** What stands for a saturated well. */
  overflow: z.union([z.enum(["nan", "infinity"]), z.number()]),
  files: z.enum(["none", "csv", "asm", "both"]),
  /** A string variable that holds the ASM document. */
  asmVariable: z.boolean(),
  /** `wells`: the samples of a result are its 96 wells, whatever StartProgram was told. */
  samples: z.enum(["given", "wells"]),
  /** The reader reads the barcode of a plate that is started at its panel. */
  barcodeReader: z.boolean(),
  /** Results beyond these are forgotten, oldest first. */
  keptResults: z.int().min(1).max(10_000),
});

export type Knobs = z.output<typeof knobsSchema>;

/** A well-behaved server. */
export const DEFAULT_KNOBS: Knobs = {
  namespaceOrder: "usual",
  startProgram: "both",
  methods: "all",
  templateIds: "browse-name",
  stateMachineName: "current",
  duplicateReferences: false,
  secondDevice: false,
  activeProgramRunId: true,
  resultRunId: true,
  anonymous: false,
  maxSessions: 50,
  clientTrust: "any",
  runMs: null,
  passingMs: null,
  startDelayMs: 0,
  answerDelayMs: 0,
  neverEnds: false,
  passesStopping: true,
  lateResultMs: 0,
  nodeVersion: "always",
  afterPowerLoss: "lost",
  runIds: "timestamp",
  busy: false,
  unknownTemplate: "refuse",
  values: "array",
  wellOrder: "row",
  variableName: "Absorbance {nm} nm",
  overflow: "nan",
  files: "both",
  asmVariable: false,
  samples: "given",
  barcodeReader: true,
  keptResults: 100,
};

/**
 * Reads `name=value` as the command line gives it; the value is JSON, or text where it is none.
 * Throws for a knob that does not exist and for a value that does not fit.
 */
export function readKnobs(assignments: readonly string[]): Knobs {
  const changes = assignments.map((assignment) => {
    const at = assignment.indexOf("=");
    if (at < 1) throw new Error(`--knob ${assignment}: write it as name=value`);
    return [assignment.slice(0, at), jsonOrText(assignment.slice(at + 1))] as const;
  });
  return knobsSchema.parse({ ...DEFAULT_KNOBS, ...Object.fromEntries(changes) });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

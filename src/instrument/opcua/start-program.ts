/** Starts a program of the reader. Arguments go by name: two orders of them are in the model itself. */
import {
  type CallMethodResult,
  coerceNodeId,
  DataType,
  type ExtensionObject,
  type StatusCode,
  StatusCodes,
  Variant,
  VariantArrayType,
} from "node-opcua";
import { shortReason } from "./connection-trouble.ts";
import { NoAnswer } from "./deadline.ts";
import { STRUCTURES } from "./lads-model.ts";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit, MethodPlace } from "./lads-unit.ts";

export interface StartOrder {
  readonly templateId: string;
  /** Unique to this attempt; it comes back in the Result. */
  readonly taskId: string;
  readonly jobId: string;
  readonly barcode: string;
  readonly sample: string;
  readonly properties: Readonly<Record<string, string>>;
}

export type StartOutcome =
  /** `runId`: the reader's own name for the run, null when it gives none. */
  | { readonly kind: "started"; readonly runId: string | null }
  | { readonly kind: "refused"; readonly reason: string; readonly busy: boolean }
  /** Nobody knows whether it runs: never to be repeated. */
  | { readonly kind: "unknown"; readonly reason: string };

/** What a server answers when the method is not where it was looked for; nothing was started. */
const NOT_HERE: readonly StatusCode[] = [
  StatusCodes.BadMethodInvalid,
  StatusCodes.BadNodeIdUnknown,
  StatusCodes.BadNodeIdInvalid,
];

/** The connection failed rather than the call; it may have been executed. */
const UNSURE =
  /Timeout|ConnectionClosed|Communication|SessionClosed|SecureChannelClosed|SessionIdInvalid|ServerHalted|Shutdown|UnknownResponse|UnexpectedError/;

/** Enough for a server that has to be asked for every structure it knows. */
const DEFINITIONS_MS = 30_000;

/**
 * The library downloads the definitions of structures at the first one that is made, which may take seconds: to be
 * called when a connection is set up, not while a start is timed.
 */
export async function warmUpStructures(session: LadsSession, unit: LadsUnit): Promise<void> {
  await sampleInfo(session, unit, "", "");
  await keyValue(session, unit, "", "");
}

/** Sends the start once. Never throws for what the server or the connection does. */
export async function startProgram(
  session: LadsSession,
  unit: LadsUnit,
  order: StartOrder,
  withinMs: number,
): Promise<StartOutcome> {
  let refusal: StartOutcome = {
    kind: "refused",
    reason: "it offers no StartProgram",
    busy: false,
  };
  for (const place of unit.startProgram) {
    const inputArguments = await argumentsOf(session, unit, place, order);
    let answer: CallMethodResult;
    try {
      answer = await session.call({ ...place, inputArguments }, withinMs);
    } catch (error) {
      const reason = error instanceof NoAnswer ? error.message : shortReason(error);
      return { kind: "unknown", reason };
    }
    if (!answer.statusCode.isBad()) {
      const runId: unknown = answer.outputArguments?.[0]?.value;
      return { kind: "started", runId: typeof runId === "string" && runId !== "" ? runId : null };
    }
    if (UNSURE.test(answer.statusCode.name)) {
      return { kind: "unknown", reason: answer.statusCode.name };
    }
    refusal = refusalOf(answer);
    if (!NOT_HERE.includes(answer.statusCode)) break;
  }
  return refusal;
}

function refusalOf(answer: CallMethodResult): StartOutcome {
  const bad = (answer.inputArgumentResults ?? []).filter((one) => one.isBad());
  const details = bad.length === 0 ? "" : ` (${bad.map((one) => one.name).join(", ")})`;
  return {
    kind: "refused",
    reason: `${answer.statusCode.name}${details}`,
    busy: answer.statusCode.equals(StatusCodes.BadInvalidState),
  };
}

async function argumentsOf(
  session: LadsSession,
  unit: LadsUnit,
  place: MethodPlace,
  order: StartOrder,
): Promise<Variant[]> {
  const { inputArguments } = await session.ask(
    "the arguments of StartProgram",
    session.session.getArgumentDefinition(place.methodId),
  );
  const text = (value: string): Variant => new Variant({ dataType: DataType.String, value });
  const list = (value: ExtensionObject[]): Variant =>
    new Variant({
      dataType: DataType.ExtensionObject,
      arrayType: VariantArrayType.Array,
      value,
    });
  const properties: ExtensionObject[] = [];
  for (const [key, value] of Object.entries(order.properties)) {
    properties.push(await keyValue(session, unit, key, value));
  }
  const byName: Readonly<Record<string, Variant>> = {
    ProgramTemplateId: text(order.templateId),
    Properties: list(properties),
    SupervisoryJobId: text(order.jobId),
    SupervisoryTaskId: text(order.taskId),
    Samples: list([await sampleInfo(session, unit, order.barcode, order.sample)]),
  };
  return inputArguments.map((one) => byName[one.name ?? ""] ?? new Variant({}));
}

/** One sample stands for the whole plate, so it has no position. */
function sampleInfo(
  session: LadsSession,
  unit: LadsUnit,
  barcode: string,
  sample: string,
): Promise<ExtensionObject> {
  const type = coerceNodeId(STRUCTURES.sampleInfo, unit.lads);
  const fields = { containerId: barcode, sampleId: sample, position: "", customData: "" };
  return session.ask(
    "the structure of a sample",
    session.session.constructExtensionObject(type, fields),
    DEFINITIONS_MS,
  );
}

function keyValue(
  session: LadsSession,
  unit: LadsUnit,
  key: string,
  value: string,
): Promise<ExtensionObject> {
  const type = coerceNodeId(STRUCTURES.keyValue, unit.lads);
  return session.ask(
    "the structure of a property",
    session.session.constructExtensionObject(type, { key, value }),
    DEFINITIONS_MS,
  );
}

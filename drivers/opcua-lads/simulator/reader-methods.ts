/** The methods a client may call on the functional unit and the device. */
import { setTimeout as wait } from "node:timers/promises";
import {
  type CallMethodResultOptions,
  DataType,
  type ISessionContext,
  NodeClass,
  StatusCodes,
  type UAMethod,
  type UAObject,
  type Variant,
  VariantArrayType,
} from "node-opcua";
import { z } from "zod";
import type { Emit } from "../../simulator/control-lines.ts";
import type { Knobs } from "./knobs.ts";
import { methodAt } from "./node-access.ts";
import type { Reader, Refusal } from "./reader.ts";
import type { ReaderNodes } from "./reader-nodes.ts";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

/** The arguments of StartProgram by name. A null list is an empty one. */
const startArguments = z.object({
  ProgramTemplateId: text,
  SupervisoryJobId: text,
  SupervisoryTaskId: text,
  Properties: z
    .array(z.object({ key: text, value: text }))
    .nullish()
    .transform((list) => list ?? []),
  Samples: z
    .array(z.object({ containerId: text, sampleId: text, position: text, customData: text }))
    .nullish()
    .transform((list) => list ?? []),
});

export interface MethodParts {
  readonly nodes: ReaderNodes;
  readonly reader: Reader;
  readonly knobs: () => Knobs;
  readonly emit: Emit;
}

export function bindReaderMethods(parts: MethodParts): void {
  const { nodes, reader } = parts;
  makeComponents(nodes.operational);
  for (const place of [nodes.unitState, nodes.operational]) {
    if (has(place, "StartProgram")) {
      const method = methodAt(place, "StartProgram");
      if (parts.knobs().startProgram === "reversed") turnArguments(method);
      bindStartProgram(method, parts);
    }
    bindIfThere(place, "Stop", () => reader.stop());
    bindIfThere(place, "Abort", () => reader.abort());
    bindIfThere(place, "Clear", () => reader.clear());
  }
  bindIfThere(nodes.deviceState, "GotoOperate", () => {
    reader.setDevice("Operate");
    return true;
  });
  bindIfThere(nodes.deviceState, "GotoSleep", () => {
    if (reader.status().unit === "Running") return false;
    reader.setDevice("Sleep");
    return true;
  });
}

/** The library calls a method only on an object that has it as a component; the model merely organises these. */
function makeComponents(operational: UAObject): void {
  for (const node of operational.findReferencesAsObject("Organizes", true)) {
    if (node.nodeClass !== NodeClass.Method) continue;
    operational.addReference({ referenceType: "HasComponent", nodeId: node });
  }
}

function has(place: UAObject, name: string): boolean {
  const organised = place.findReferencesAsObject("Organizes", true);
  return (
    place.getMethodByName(name) !== null || organised.some((one) => one.browseName.name === name)
  );
}

function bindIfThere(place: UAObject, name: string, act: () => boolean): void {
  if (!has(place, name)) return;
  methodAt(place, name).bindMethod(async (_args: Variant[], _context: ISessionContext) => ({
    statusCode: act() ? StatusCodes.Good : StatusCodes.BadInvalidState,
  }));
}

/**
 * Gives the method the argument order that the model has below `Operational`. The library checks a call against the
 * declaration in the type, so that the method must become its own.
 */
function turnArguments(method: UAMethod): void {
  const [template, ...others] = method.getInputArguments();
  method.inputArguments?.setValueFromSource({
    dataType: DataType.ExtensionObject,
    arrayType: VariantArrayType.Array,
    value: template === undefined ? others : [...others, template],
  });
  Object.assign(method, { methodDeclarationId: method.nodeId });
}

function bindStartProgram(method: UAMethod, parts: MethodParts): void {
  const { reader, knobs, emit } = parts;
  const names = method.getInputArguments().map((argument) => argument.name ?? "");
  method.bindMethod(async (args: Variant[], context: ISessionContext) => {
    const byName = Object.fromEntries(names.map((name, index) => [name, args[index]?.value]));
    const given = startArguments.parse(byName);
    emit({ event: "start-called", taskId: given.SupervisoryTaskId });
    const outcome = reader.start({
      origin: "program",
      template: given.ProgramTemplateId,
      properties: given.Properties,
      jobId: given.SupervisoryJobId,
      taskId: given.SupervisoryTaskId,
      samples: given.Samples,
      user: context.getUserName?.() ?? "",
      applicationUri: callerUri(context),
    });
    if ("status" in outcome) {
      emit({ event: "start-refused", taskId: given.SupervisoryTaskId, ...outcome });
      return refuse(outcome, names);
    }
    const { answerDelayMs } = knobs();
    if (answerDelayMs > 0) await wait(answerDelayMs);
    return {
      statusCode: StatusCodes.Good,
      outputArguments: [{ dataType: DataType.String, value: outcome.runId }],
    };
  });
}

const caller = z.object({ clientDescription: z.object({ applicationUri: z.string() }) });

function callerUri(context: ISessionContext): string {
  const found = caller.safeParse(context.session);
  return found.success ? found.data.clientDescription.applicationUri : "";
}

function refuse(refusal: Refusal, names: readonly string[]): CallMethodResultOptions {
  const statusCode = StatusCodes[refusal.status];
  if (refusal.argument === null) return { statusCode };
  return {
    statusCode,
    inputArgumentResults: names.map((name) =>
      name === refusal.argument ? StatusCodes.BadNotFound : StatusCodes.Good,
    ),
  };
}

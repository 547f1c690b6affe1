/** The results that a unit holds, with as much of each as says whose it is and whether it has ended. */
import { NodeClass, type NodeId } from "node-opcua";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit } from "./lads-unit.ts";
import { type Children, childrenOf, childrenOfOne } from "./node-tree.ts";
import { textOf, timeOf } from "./plain-value.ts";

export interface ResultHeader {
  /** Browse name. */
  readonly name: string;
  readonly nodeId: NodeId;
  readonly taskId: string | null;
  readonly runId: string | null;
  /** Of the program that really ran; null where the server does not say. */
  readonly templateId: string | null;
  readonly started: Date | null;
  /** Null until the run has ended. */
  readonly stopped: Date | null;
}

/** Identifies a result over restarts of the server, whose names for results may begin anew. */
export function resultKey(header: ResultHeader): string {
  return JSON.stringify([
    header.name,
    header.taskId,
    header.started?.getTime() ?? null,
    header.stopped?.getTime() ?? null,
  ]);
}

/**
 * Headers of all results, as the server lists them. Those of `ended` (by node id) are taken from there: what has ended
 * changes no more.
 */
export async function listResults(
  session: LadsSession,
  unit: LadsUnit,
  ended: ReadonlyMap<string, ResultHeader>,
): Promise<ResultHeader[]> {
  const members = [...(await childrenOfOne(session, unit.resultSet)).entries()].filter(
    ([, one]) => one.nodeClass === NodeClass.Object,
  );
  const fresh = members.filter(([, one]) => !ended.has(one.nodeId.toString()));
  const lists = await childrenOf(
    session,
    fresh.map(([, one]) => one.nodeId),
  );
  const templates = await templatesOf(session, lists);
  const headers = new Map<string, ResultHeader>();
  for (const [index, [name, node]] of fresh.entries()) {
    const children = lists[index] ?? new Map();
    headers.set(
      node.nodeId.toString(),
      await readHeader(session, { name, nodeId: node.nodeId }, children, templates[index] ?? null),
    );
  }
  return members.flatMap(([, one]) => {
    const key = one.nodeId.toString();
    return ended.get(key) ?? headers.get(key) ?? [];
  });
}

async function templatesOf(
  session: LadsSession,
  results: readonly Children[],
): Promise<(NodeId | null)[]> {
  const nodes = results.map((children) => children.get("ProgramTemplate")?.nodeId ?? null);
  const present = nodes.filter((node) => node !== null);
  const lists = await childrenOf(session, present);
  const byNode = new Map(
    present.map((node, index) => [
      node.toString(),
      lists[index]?.get("DeviceTemplateId")?.nodeId ?? null,
    ]),
  );
  return nodes.map((node) => (node === null ? null : (byNode.get(node.toString()) ?? null)));
}

async function readHeader(
  session: LadsSession,
  result: { readonly name: string; readonly nodeId: NodeId },
  children: Children,
  template: NodeId | null,
): Promise<ResultHeader> {
  const names = ["SupervisoryTaskId", "DeviceProgramRunId", "Started", "Stopped"];
  const present = names.filter((name) => children.has(name));
  const nodes = present.flatMap((name) => children.get(name)?.nodeId ?? []);
  const values = await session.read(template === null ? nodes : [...nodes, template]);
  const value = (name: string) => values[present.indexOf(name)] ?? null;
  const text = (name: string): string | null => {
    const found = value(name);
    return found === null ? null : textOf(found);
  };
  const time = (name: string): Date | null => {
    const found = value(name);
    return found === null ? null : timeOf(found);
  };
  const last = template === null ? undefined : values.at(-1);
  const started = time("Started");
  const stopped = time("Stopped");
  return {
    ...result,
    taskId: text("SupervisoryTaskId"),
    runId: text("DeviceProgramRunId"),
    templateId: last === undefined ? null : textOf(last),
    started,
    // A time before the start is left over from the run before.
    stopped: stopped !== null && started !== null && stopped < started ? null : stopped,
  };
}

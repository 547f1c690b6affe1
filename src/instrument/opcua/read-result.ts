/** Reads everything a Result holds into its raw record. */
import { DataType, NodeClass, type NodeId, type ReferenceDescription } from "node-opcua";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit } from "./lads-unit.ts";
import { childrenOf } from "./node-tree.ts";
import { plainVariant } from "./plain-value.ts";
import { readFileNode } from "./read-file.ts";
import {
  RECORD_SCHEMA,
  type RecordedFile,
  type RecordedVariable,
  type ResultRecord,
  recordBytes,
} from "./result-record.ts";

/** What changes although the result does not: counters of changes, and the book-keeping of open files. */
const RESTLESS = new Set(["NodeVersion", "File"]);
const DEEPEST = 8;

interface FoundNode {
  readonly path: readonly string[];
  readonly nodeId: NodeId;
}

export interface ReadResult {
  readonly bytes: Uint8Array;
  /** True when there is at least one value or file below VariableSet or FileSet. */
  readonly hasContent: boolean;
}

/** The same result gives the same bytes whenever it is read. Throws when the connection ends meanwhile. */
export async function readResult(
  session: LadsSession,
  unit: LadsUnit,
  result: { readonly name: string; readonly nodeId: NodeId },
): Promise<ReadResult> {
  const { variables, files } = await findContent(session, result.nodeId);
  const recorded = await readVariables(session, variables);
  const record: ResultRecord = {
    schema: RECORD_SCHEMA,
    device: {
      name: unit.device.name,
      manufacturer: unit.device.manufacturer,
      model: unit.device.model,
      serialNumber: unit.device.serialNumber,
    },
    unit: unit.name,
    result: result.name,
    variables: recorded,
    files: await readFiles(session, files, recorded),
  };
  return { bytes: recordBytes(record), hasContent: hasContent(record) };
}

function hasContent(record: ResultRecord): boolean {
  return (
    record.files.length > 0 ||
    record.variables.some((one) => one.path[0] === "VariableSet" && one.value !== null)
  );
}

/** Walks the whole tree below the Result, level by level; groups may nest. */
async function findContent(
  session: LadsSession,
  result: NodeId,
): Promise<{ variables: FoundNode[]; files: FoundNode[] }> {
  const variables: FoundNode[] = [];
  const files: FoundNode[] = [];
  const seen = new Set([result.toString()]);
  let level: FoundNode[] = [{ path: [], nodeId: result }];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const lists = await childrenOf(
      session,
      level.map((one) => one.nodeId),
    );
    const next: FoundNode[] = [];
    for (const [index, parent] of level.entries()) {
      for (const [name, child] of lists[index] ?? new Map<string, ReferenceDescription>()) {
        const found = { path: [...parent.path, name], nodeId: child.nodeId };
        if (seen.has(child.nodeId.toString())) continue;
        seen.add(child.nodeId.toString());
        if (name === "File" && child.nodeClass === NodeClass.Object) {
          files.push({ path: parent.path, nodeId: child.nodeId });
        }
        if (RESTLESS.has(name) || child.nodeClass === NodeClass.Method) continue;
        if (child.nodeClass === NodeClass.Variable) variables.push(found);
        next.push(found);
      }
    }
    level = next;
  }
  return { variables, files };
}

async function readVariables(
  session: LadsSession,
  nodes: readonly FoundNode[],
): Promise<RecordedVariable[]> {
  const values = await session.read(nodes.map((one) => one.nodeId));
  return nodes.flatMap((one, index) => {
    const value = values[index];
    if (value === undefined) return [];
    const { dataType, dimensions } = value.value ?? {};
    return {
      path: [...one.path],
      dataType: dataType === undefined ? null : (DataType[dataType] ?? null),
      dimensions: dimensions && dimensions.length > 1 ? [...dimensions] : null,
      status: value.statusCode.name,
      value: plainVariant(value.value),
    };
  });
}

async function readFiles(
  session: LadsSession,
  nodes: readonly FoundNode[],
  variables: readonly RecordedVariable[],
): Promise<RecordedFile[]> {
  const files: RecordedFile[] = [];
  for (const { path, nodeId } of nodes) {
    const content = await readFileNode(session, nodeId);
    files.push({
      path: [...path],
      name: textAt(variables, [...path, "Name"]) ?? path.at(-1) ?? "",
      mimeType: textAt(variables, [...path, "MimeType"]),
      base64: content?.toString("base64") ?? null,
    });
  }
  return files;
}

function textAt(variables: readonly RecordedVariable[], path: readonly string[]): string | null {
  const key = JSON.stringify(path);
  const value = variables.find((one) => JSON.stringify(one.path) === key)?.value;
  return typeof value === "string" && value !== "" ? value : null;
}

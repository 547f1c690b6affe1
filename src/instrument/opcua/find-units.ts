/** Which devices and functional units a server has; found by their types, never by numbers of namespaces. */
import { makeNodeId, NodeClass, type NodeId } from "node-opcua";
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble } from "./connection-trouble.ts";
import { HARDWARE_SET, NAMESPACES, TYPES } from "./lads-model.ts";
import type { LadsSession } from "./lads-session.ts";
import { type Children, childrenOf, childrenOfOne, typeTeller } from "./node-tree.ts";
import { textOf } from "./plain-value.ts";

export interface FoundUnit {
  readonly device: FoundHardware;
  readonly name: string;
  readonly nodeId: NodeId;
  readonly children: Children;
  /** Children of its ProgramManager; null for a unit without programs. */
  readonly programs: Children | null;
}

export interface FoundHardware {
  readonly name: string;
  readonly nodeId: NodeId;
  readonly children: Children;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly softwareRevision: string | null;
}

/** The index of the LADS namespace on this server now. Throws a ConnectionTrouble when it has none. */
export async function ladsNamespace(session: LadsSession): Promise<{ lads: number; di: number }> {
  const uris = await session.ask("the list of namespaces", session.session.readNamespaceArray());
  const lads = uris.indexOf(NAMESPACES.lads);
  const di = uris.indexOf(NAMESPACES.di);
  if (lads < 0 || di < 0) {
    throw new ConnectionTrouble(
      "setup",
      "This OPC UA server is no LADS server: it does not know the model of laboratory devices. Check the address.",
    );
  }
  return { lads, di };
}

/** All functional units of all LADS devices of the server, also those without programs. */
export async function findUnits(session: LadsSession): Promise<FoundUnit[]> {
  const { lads, di } = await ladsNamespace(session);
  const isA = typeTeller(session);
  const [members = []] = await session.browse([makeNodeId(HARDWARE_SET, di)], "Aggregates");
  const units: FoundUnit[] = [];
  for (const member of members) {
    if (member.nodeClass !== NodeClass.Object || member.typeDefinition === null) continue;
    if (!(await isA(member.typeDefinition, makeNodeId(TYPES.device, lads)))) continue;
    const device = await readDevice(session, member.browseName.name ?? "", member.nodeId);
    units.push(...(await unitsOf(session, device)));
  }
  return units;
}

async function readDevice(
  session: LadsSession,
  name: string,
  nodeId: NodeId,
): Promise<FoundHardware> {
  const children = await childrenOfOne(session, nodeId);
  const group = children.get("Identification");
  const identification = group ? await childrenOfOne(session, group.nodeId) : new Map();
  const names = ["Manufacturer", "Model", "SerialNumber", "SoftwareRevision"] as const;
  const texts = new Map<string, string | null>();
  for (const one of names) {
    const node = children.get(one) ?? identification.get(one);
    const [value] = node === undefined ? [] : await session.read([node.nodeId]);
    texts.set(one, value === undefined ? null : textOf(value));
  }
  return {
    name,
    nodeId,
    children,
    manufacturer: texts.get("Manufacturer") ?? null,
    model: texts.get("Model") ?? null,
    serialNumber: texts.get("SerialNumber") ?? null,
    softwareRevision: texts.get("SoftwareRevision") ?? null,
  };
}

async function unitsOf(session: LadsSession, device: FoundHardware): Promise<FoundUnit[]> {
  const set = device.children.get("FunctionalUnitSet");
  if (set === undefined) return [];
  const members = [...(await childrenOfOne(session, set.nodeId)).entries()].filter(
    ([, one]) => one.nodeClass === NodeClass.Object,
  );
  const lists = await childrenOf(
    session,
    members.map(([, one]) => one.nodeId),
  );
  const units: FoundUnit[] = [];
  for (const [index, [name, member]] of members.entries()) {
    const children = lists[index] ?? new Map();
    const manager = children.get("ProgramManager");
    const programs = manager === undefined ? null : await childrenOfOne(session, manager.nodeId);
    units.push({ device, name, nodeId: member.nodeId, children, programs });
  }
  return units;
}

/** The unit that reads plates: by the names in the options, else the only one with programs. */
export function chooseUnit(units: readonly FoundUnit[], options: ConnectionOptions): FoundUnit {
  const able = units.filter((unit) => unit.programs?.has("ResultSet"));
  const meant = able.filter(
    (unit) =>
      (options.device === undefined || unit.device.name === options.device) &&
      (options.unit === undefined || unit.name === options.unit),
  );
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  const list = able.map((unit) => `${unit.device.name} / ${unit.name}`).join(", ") || "none";
  throw new ConnectionTrouble(
    "setup",
    `${only === undefined ? "The server has no functional unit with programs of the configured name" : "The server has several functional units with programs"}; there is: ${list}. Set \`device\` and \`unit\` in the options of this reader.`,
  );
}

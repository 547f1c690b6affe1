/** Nodes by their browse names: namespaces differ between servers, and so does their order. */
import { BrowseDirection, type NodeId, type ReferenceDescription, sameNodeId } from "node-opcua";
import type { LadsSession } from "./lads-session.ts";

/** The children of a node by browse name, without namespace. */
export type Children = ReadonlyMap<string, ReferenceDescription>;

/** The children of each node, in the order of the nodes. Of two children of one name the first counts. */
export async function childrenOf(
  session: LadsSession,
  nodes: readonly NodeId[],
  referenceType = "Aggregates",
): Promise<Children[]> {
  const lists = await session.browse(nodes, referenceType);
  return lists.map((list) => {
    const children = new Map<string, ReferenceDescription>();
    for (const one of list) {
      const name = one.browseName.name ?? "";
      if (name !== "" && !children.has(name)) children.set(name, one);
    }
    return children;
  });
}

/** The children of one node. */
export async function childrenOfOne(
  session: LadsSession,
  node: NodeId,
  referenceType = "Aggregates",
): Promise<Children> {
  const [children = new Map<string, ReferenceDescription>()] = await childrenOf(
    session,
    [node],
    referenceType,
  );
  return children;
}

/** Tells whether a type is another one or derived from it; remembers what it was told. */
export function typeTeller(
  session: LadsSession,
): (type: NodeId, ancestor: NodeId) => Promise<boolean> {
  const supertypes = new Map<string, NodeId | null>();

  async function supertypeOf(type: NodeId): Promise<NodeId | null> {
    const key = type.toString();
    const known = supertypes.get(key);
    if (known !== undefined) return known;
    const [parents] = await session.browse([type], "HasSubtype", BrowseDirection.Inverse);
    const parent = parents?.[0]?.nodeId ?? null;
    supertypes.set(key, parent);
    return parent;
  }

  return async (type, ancestor) => {
    for (let one: NodeId | null = type; one !== null; one = await supertypeOf(one)) {
      if (sameNodeId(one, ancestor)) return true;
    }
    return false;
  };
}

/** The LADS model as it is loaded into a server: its namespaces, types and structures. */
import {
  type AddressSpace,
  coerceNodeId,
  type Namespace,
  nodesets,
  type UAObject,
  type UAObjectType,
} from "node-opcua";
import type { Knobs } from "./knobs.ts";
import type { KeyValue, Sample } from "./run-record.ts";

const DI = "http://opcfoundation.org/UA/DI/";
const MACHINERY = "http://opcfoundation.org/UA/Machinery/";
const AMB = "http://opcfoundation.org/UA/AMB/";
const LADS = "http://opcfoundation.org/UA/LADS/";
const OWN = "urn:platewarden:simulated-lads-reader:instance";

/** Numeric ids in the namespaces of the models. */
const DEVICE_SET = 5001;
const MACHINES = 1001;
const SAMPLE_INFO_TYPE = 3002;
const KEY_VALUE_TYPE = 3003;
const NAME_NODE_ID_TYPE = "NameNodeIdDataType";

/** Files to load; namespaces get their index in this order. */
export function modelFiles(order: Knobs["namespaceOrder"]): string[] {
  const { standard, di, ia, machinery, amb, lads } = nodesets;
  return order === "usual"
    ? [standard, di, ia, machinery, amb, lads]
    : [standard, lads, amb, machinery, ia, di];
}

export type LadsModel = ReturnType<typeof openModel>;

/** Call once when the nodesets are loaded. */
export function openModel(space: AddressSpace) {
  const own: Namespace = space.registerNamespace(OWN);
  const indexOf = (uri: string): number => space.getNamespaceIndex(uri);
  const lads = indexOf(LADS);

  function objectById(id: number, uri: string): UAObject {
    return space.findNode(coerceNodeId(id, indexOf(uri))) as UAObject;
  }

  function type(name: string, uri: string = LADS): UAObjectType {
    const found = space.findObjectType(name, indexOf(uri));
    if (found === null) throw new Error(`the model has no ${name}`);
    return found;
  }

  const structure = (id: number, fields: Record<string, unknown>): object =>
    space.constructExtensionObject(coerceNodeId(id, lads), fields);

  return {
    space,
    own,
    lads,
    type,
    deviceSet: objectById(DEVICE_SET, DI),
    machines: objectById(MACHINES, MACHINERY),
    ownName: (name: string) => ({ name, namespaceIndex: own.index }),
    sample: (sample: Sample) => structure(SAMPLE_INFO_TYPE, { ...sample }),
    keyValue: (pair: KeyValue) => structure(KEY_VALUE_TYPE, { ...pair }),
    nameNodeId(name: string, nodeId: object): object {
      const dataType = space.findDataType(NAME_NODE_ID_TYPE, indexOf(AMB));
      if (dataType === null) throw new Error(`the model has no ${NAME_NODE_ID_TYPE}`);
      return space.constructExtensionObject(dataType, { name, nodeId });
    },
  };
}

/** Finding nodes of an address space that the model promises, and setting their values. */
import {
  type BaseNode,
  DataType,
  NodeClass,
  type UAMethod,
  type UAObject,
  type UAVariable,
  VariantArrayType,
} from "node-opcua";

/** Throws when the path, of browse names without namespace, leads nowhere. */
function nodeAt(parent: BaseNode, path: string): BaseNode {
  let node: BaseNode = parent;
  for (const name of path.split("/")) {
    const child: BaseNode | null =
      node.getChildByName(name) ??
      node.findReferencesAsObject("Organizes", true).find((one) => one.browseName.name === name) ??
      null;
    if (child === null) throw new Error(`${node.browseName.toString()} has no ${name} (${path})`);
    node = child;
  }
  return node;
}

export function objectAt(parent: BaseNode, path: string): UAObject {
  const node = nodeAt(parent, path);
  if (node.nodeClass !== NodeClass.Object) throw new Error(`${path} is no object`);
  return node as UAObject;
}

export function variableAt(parent: BaseNode, path: string): UAVariable {
  const node = nodeAt(parent, path);
  if (node.nodeClass !== NodeClass.Variable) throw new Error(`${path} is no variable`);
  return node as UAVariable;
}

export function methodAt(parent: BaseNode, path: string): UAMethod {
  const node = nodeAt(parent, path);
  if (node.nodeClass !== NodeClass.Method) throw new Error(`${path} is no method`);
  return node as UAMethod;
}

export function setString(variable: UAVariable, value: string): void {
  variable.setValueFromSource({ dataType: DataType.String, value });
}

export function setText(variable: UAVariable, text: string): void {
  variable.setValueFromSource({ dataType: DataType.LocalizedText, value: { text } });
}

export function setDouble(variable: UAVariable, value: number): void {
  variable.setValueFromSource({ dataType: DataType.Double, value });
}

/** Null is the date that OPC UA calls null. */
export function setDate(variable: UAVariable, iso: string | null): void {
  const value = iso === null ? null : new Date(iso);
  variable.setValueFromSource({ dataType: DataType.DateTime, value });
}

export function setDoubles(variable: UAVariable, values: readonly number[]): void {
  variable.setValueFromSource({
    dataType: DataType.Double,
    arrayType: VariantArrayType.Array,
    value: Float64Array.from(values),
  });
}

export function setStructures(variable: UAVariable, value: readonly object[]): void {
  variable.setValueFromSource({
    dataType: DataType.ExtensionObject,
    arrayType: VariantArrayType.Array,
    value: [...value],
  });
}

/** A UInt64 from a number. */
export function setUInt64(variable: UAVariable, value: number): void {
  variable.setValueFromSource({
    dataType: DataType.UInt64,
    arrayType: VariantArrayType.Scalar,
    value: [Math.floor(value / 2 ** 32), value % 2 ** 32],
  });
}

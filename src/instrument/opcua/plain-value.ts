/** Values as OPC UA has them, as plain data that has one form only. */
import {
  DataType,
  type DataValue,
  type ExtensionObject,
  LocalizedText,
  NodeId,
  QualifiedName,
  StatusCode,
  type Variant,
} from "node-opcua";

export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** Unset times arrive as the first day that OPC UA knows, in 1601. */
const FIRST_REAL_YEAR = 1602;

/** The text of a String or LocalizedText; null when there is no good value, or an empty one. */
export function textOf(value: DataValue): string | null {
  if (value.statusCode.isBad()) return null;
  const content: unknown = value.value?.value;
  const text = content instanceof LocalizedText ? content.text : content;
  return typeof text === "string" && text !== "" ? text : null;
}

/** A finite number, or null. */
export function numberOf(value: DataValue): number | null {
  const content: unknown = value.statusCode.isBad() ? null : value.value?.value;
  return typeof content === "number" && Number.isFinite(content) ? content : null;
}

/** A time that is really set, or null. */
export function timeOf(value: DataValue): Date | null {
  const content: unknown = value.statusCode.isBad() ? null : value.value?.value;
  return content instanceof Date && isSet(content) ? content : null;
}

function isSet(time: Date): boolean {
  return Number.isFinite(time.getTime()) && time.getUTCFullYear() >= FIRST_REAL_YEAR;
}

/** A variant without its type: arrays as lists, a matrix as one list row by row. */
export function plainVariant(variant: Variant | null | undefined): Plain {
  const value: unknown = variant?.value;
  if (value === null || value === undefined) return null;
  if (variant?.dataType === DataType.UInt64 || variant?.dataType === DataType.Int64) {
    return plainLong(value, variant.dataType === DataType.Int64);
  }
  return plainValue(value);
}

function plainValue(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return isSet(value) ? value.toISOString() : null;
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (value instanceof LocalizedText) return value.text ?? null;
  if (value instanceof QualifiedName) return value.name ?? null;
  if (value instanceof StatusCode) return value.name;
  // Its numbers belong to one start of the server; nothing that identifies a result is told by it.
  if (value instanceof NodeId) return null;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as Iterable<unknown>, plainValue);
  }
  if (typeof value === "object") return plainStructure(value);
  return String(value);
}

/** 64-bit numbers arrive as pairs, or as a list of pairs. */
function plainLong(value: unknown, signed: boolean): Plain {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return plainValue(value);
  const list = Array.from(value as Iterable<unknown>);
  const [high, low] = list;
  if (typeof high !== "number" || typeof low !== "number") {
    return list.map((one) => plainLong(one, signed));
  }
  const joined = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return String(signed ? BigInt.asIntN(64, joined) : joined);
}

/** Fields of a structure by name; what the library could not decode stays as its bytes. */
function plainStructure(value: object): Plain {
  const structure = value as Partial<ExtensionObject> & { buffer?: unknown };
  const fields = fieldNames(value);
  if (fields.length === 0 && Buffer.isBuffer(structure.buffer)) {
    return structure.buffer.toString("base64");
  }
  return Object.fromEntries(
    fields.map((name) => [name, plainValue((value as Record<string, unknown>)[name])]),
  );
}

function fieldNames(value: object): string[] {
  const { schema } = value as { schema?: { fields?: readonly { name: string }[] } };
  if (schema?.fields && schema.fields.length > 0) return schema.fields.map((one) => one.name);
  return Object.keys(value).filter((name) => !["schema", "buffer", "nodeId"].includes(name));
}

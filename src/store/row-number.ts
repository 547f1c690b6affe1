import { createHash } from "node:crypto";

/** What SQLite gives for a column: of a STRICT table the column says which of them it is. */
export type Value = string | number | bigint | Uint8Array | null;

const BITS = 2048n;
export const NUMBER_BYTES = 256;
const BELOW = (1n << BITS) - 1n;

/** JSON knows neither bytes nor numbers without an end; both get a form that no other value has. */
function named(value: Value): unknown {
  if (value instanceof Uint8Array) return { bytes: value.length };
  if (typeof value === "bigint") return { whole: value.toString() };
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

/**
 * The number of a row: SHAKE256 with 2048 bits over the table's name and every value in the order of the columns. Sums
 * of such numbers modulo 2^2048 are a hash of a set of rows that needs no order and follows every change (AdHash:
 * Bellare & Micciancio, "A new paradigm for collision-free hashing: incrementality at reduced cost", 1997). Finding
 * other rows with the same sum takes some 2^90 steps (Wagner, "A generalized birthday problem", 2002).
 */
export function rowNumber(table: string, values: readonly Value[]): bigint {
  const hash = createHash("shake256", { outputLength: NUMBER_BYTES });
  hash.update(JSON.stringify([table, ...values.map(named)]));
  for (const value of values) if (value instanceof Uint8Array) hash.update(value);
  return BigInt(`0x${hash.digest("hex")}`);
}

/** Sum or difference modulo 2^2048. */
export function addNumbers(a: bigint, b: bigint): bigint {
  return (a + b) & BELOW;
}

/** Big-endian, always 256 bytes. */
export function toBytes(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * NUMBER_BYTES, "0"), "hex");
}

export function fromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
}

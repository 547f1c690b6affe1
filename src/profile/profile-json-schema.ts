/** The schema of profiles for editors, and what messages about a profile need to know of it. */
import { z } from "zod";
import { profileSchema } from "../../drivers/profile/profile-schema.ts";
import type { FieldAdvice, TableKeys } from "../layout/schema-findings.ts";

interface SchemaNode {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** JSON Schema of a profile file, as `docs/profile.schema.json` holds it. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(profileSchema, { io: "input" });
  return { ...schema, title: "Platewarden reader profile" };
}

/** Every table of a profile with its keys. */
export function profileTables(): TableKeys[] {
  return tablesBelow(profileJsonSchema(), []);
}

function tablesBelow(node: SchemaNode, at: readonly string[]): TableKeys[] {
  const fields = Object.entries(node.properties ?? {});
  const own = fields.length === 0 ? [] : [{ at, keys: fields.map(([key]) => key) }];
  const named = fields.flatMap(([key, field]) => tablesBelow(field, [...at, key]));
  const { additionalProperties: others, items } = node;
  const anyNamed = typeof others === "object" ? tablesBelow(others, [...at, "*"]) : [];
  const listed = items === undefined ? [] : tablesBelow(items, [...at, "*"]);
  return [...own, ...named, ...anyNamed, ...listed];
}

/** What each key takes, by its name in its table. */
export function profileAdvice(): FieldAdvice {
  return Object.fromEntries(adviceBelow(profileJsonSchema(), ""));
}

function adviceBelow(node: SchemaNode, table: string): [string, string][] {
  const fields = Object.entries(node.properties ?? {});
  const own = fields.flatMap(([key, field]): [string, string][] => {
    const words = describeField(field);
    return words === "" ? [] : [[table === "" ? key : `${table}.${key}`, words]];
  });
  const below = fields.flatMap(([key, field]) => adviceBelow(field, key));
  const { additionalProperties: others, items } = node;
  const anyNamed = typeof others === "object" ? adviceBelow(others, "") : [];
  // An entry of a list is told apart by its number, which advice does not name.
  const listed = items === undefined ? [] : adviceBelow(items, table);
  return [...own, ...below, ...anyNamed, ...listed];
}

function describeField(field: SchemaNode): string {
  const choices = field.enum?.map((one) => JSON.stringify(one)).join(", ") ?? "";
  const { minimum, maximum } = field;
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < 1e15;
  const range = isBounded ? `From ${minimum} to ${maximum}.` : "";
  const parts = [field.description ?? "", choices === "" ? "" : `One of ${choices}.`, range];
  return parts.filter((part) => part !== "").join(" ");
}

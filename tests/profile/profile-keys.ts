/** Every key of a profile, as docs/profiles.md lists it. */
import { profileJsonSchema } from "../../src/profile/profile-json-schema.ts";

interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly required?: readonly string[];
}

export interface KeyRow {
  readonly where: string;
  readonly key: string;
  readonly standard: string;
  readonly meaning: string;
}

/** In the order of the schema. */
export function profileKeys(): KeyRow[] {
  return rowsBelow(profileJsonSchema(), "");
}

function rowsBelow(node: Node, where: string): KeyRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, field]) => {
    const path = where === "" ? key : `${where}.${key}`;
    const table = tableOf(field, path);
    if (table !== null) return rowsBelow(table.node, table.where);
    const isRequired = node.required?.includes(key) ?? false;
    return [{ where, key, standard: standardOf(field, isRequired), meaning: meaningOf(field) }];
  });
}

/** The fields of a table, of any table of this kind, or of each table of a list. */
function tableOf(field: Node, path: string): { node: Node; where: string } | null {
  if (field.properties !== undefined) return { node: field, where: path };
  const others = field.additionalProperties;
  if (typeof others === "object" && others.properties !== undefined) {
    return { node: others, where: `${path}.NAME` };
  }
  const { items } = field;
  return items?.properties === undefined ? null : { node: items, where: `[${path}]` };
}

function standardOf(field: Node, isRequired: boolean): string {
  if (isRequired) return "needed";
  return field.default === undefined ? "none" : `\`${JSON.stringify(field.default)}\``;
}

function meaningOf({ description = "", enum: choices }: Node): string {
  const list = choices?.map((one) => `\`${JSON.stringify(one)}\``).join(", ");
  return [description, list === undefined ? "" : `One of ${list}.`]
    .filter((part) => part !== "")
    .join(" ");
}

/** The row as it stands in the guide. */
export function writeRow({ where, key, standard, meaning }: KeyRow): string {
  const table = where === "" ? "top of the file" : `\`${where}\``;
  return `| ${table} | \`${key}\` | ${standard} | ${meaning.replaceAll("|", "\\|")} |`;
}

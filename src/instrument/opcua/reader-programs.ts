/** Which program of the reader reads the wavelengths that are asked for. */
import { NodeClass } from "node-opcua";
import type { ReadRequest } from "../contract.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit } from "./lads-unit.ts";
import { childrenOf, childrenOfOne } from "./node-tree.ts";
import { textOf } from "./plain-value.ts";
import { wavelengthsIn } from "./wavelengths-in.ts";

export interface ReaderProgram {
  /** Its browse name. */
  readonly name: string;
  /** What StartProgram wants; the browse name where the server gives none. */
  readonly id: string;
}

export async function listPrograms(
  session: LadsSession,
  unit: Pick<LadsUnit, "templateSet">,
): Promise<ReaderProgram[]> {
  if (unit.templateSet === null) return [];
  const members = [...(await childrenOfOne(session, unit.templateSet)).entries()].filter(
    ([, one]) => one.nodeClass === NodeClass.Object,
  );
  const lists = await childrenOf(
    session,
    members.map(([, one]) => one.nodeId),
  );
  const templates: ReaderProgram[] = [];
  for (const [index, [name]] of members.entries()) {
    const node = lists[index]?.get("DeviceTemplateId")?.nodeId;
    const [value] = node === undefined ? [] : await session.read([node]);
    templates.push({ name, id: (value === undefined ? null : textOf(value)) ?? name });
  }
  return templates;
}

/**
 * By `programs` of the options, else by the numbers in the templates' names. A string is the sentence for the operator:
 * none fits, or more than one.
 */
export function chooseProgram(
  templates: readonly ReaderProgram[],
  request: ReadRequest,
  options: Pick<ConnectionOptions, "programs">,
): ReaderProgram | string {
  const wavelengths = `${request.measurementNm} nm${request.referenceNm === null ? "" : ` with reference ${request.referenceNm} nm`}`;
  const configured = options.programs.find(
    (one) =>
      one.measurementNm === request.measurementNm &&
      (one.referenceNm === "none" ? null : one.referenceNm) === request.referenceNm,
  );
  if (configured !== undefined) {
    const named = templates.find(
      (one) => one.name === configured.template || one.id === configured.template,
    );
    return (
      named ??
      `The reader has no program ${configured.template}, which the options name for ${wavelengths}. ${offer(templates)}`
    );
  }
  const wanted = [request.measurementNm, request.referenceNm].filter((nm) => nm !== null);
  const fitting = templates.filter((one) => sameNumbers(wavelengthsIn(one.name), wanted));
  const [only, ...others] = fitting;
  if (only === undefined)
    return `The reader has no program whose name says ${wavelengths}. ${offer(templates)}`;
  if (others.length > 0)
    return `Several programs of the reader read ${wavelengths}: ${fitting.map((one) => one.name).join(", ")}. Name the right one under \`programs\` in the options of this reader.`;
  return only;
}

function offer(templates: readonly ReaderProgram[]): string {
  const names = templates.map((one) => one.name).join(", ") || "none";
  return `It has: ${names}. Name the right one under \`programs\` in the options of this reader.`;
}

function sameNumbers(found: readonly number[], wanted: readonly number[]): boolean {
  return found.length === wanted.length && found.every((nm, index) => nm === wanted[index]);
}

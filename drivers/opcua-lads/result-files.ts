/** Values in the files of a result, where it has no variables: Allotrope JSON, and plain CSV. */
import { ReaderFault } from "../../src/instrument/contract.ts";
import type { RecordedFile, ResultRecord } from "../../src/instrument/opcua/result-record.ts";
import { asmSets } from "./asm-sets.ts";
import { csvSets } from "./csv-sets.ts";
import type { LadsOptions } from "./options.ts";
import type { ValueSet } from "./value-sets.ts";

/** The first file with values counts, Allotrope JSON before CSV: it names unit and wavelength of each value. */
export function fileSets(record: ResultRecord, options: LadsOptions): ValueSet[] {
  const documents = [...textVariables(record), ...record.files.filter(isJson).map(textOf)];
  for (const text of documents) {
    const sets = asmSets(text, options);
    if (sets.length > 0) return sets;
  }
  for (const file of record.files.filter(isCsv)) {
    const sets = csvSets(textOf(file), options);
    if (sets.length > 0) return sets;
  }
  const [other] = record.files;
  if (other === undefined) return [];
  const names = record.files.map((file) => file.name).join(", ");
  const reason = other.base64 === null ? `${other.name} was not handed over` : names;
  throw new ReaderFault("FILE_NOT_UNDERSTOOD", reason);
}

/** Some readers put the whole document into a variable. */
function textVariables(record: ResultRecord): string[] {
  return record.variables.flatMap(({ path, value }) =>
    path[0] === "VariableSet" && typeof value === "string" && value.trimStart().startsWith("{")
      ? value
      : [],
  );
}

function isJson({ name, mimeType }: RecordedFile): boolean {
  return /json/i.test(mimeType ?? "") || /\.json$/i.test(name);
}

function isCsv({ name, mimeType }: RecordedFile): boolean {
  return /csv|plain/i.test(mimeType ?? "") || /\.(csv|txt)$/i.test(name);
}

function textOf(file: RecordedFile): string {
  return new TextDecoder().decode(Buffer.from(file.base64 ?? "", "base64"));
}

/** A ResultFile with its FileType methods: Open for reading, Read, Close, GetPosition, SetPosition. */
import {
  type CallMethodResultOptions,
  DataType,
  type ISessionContext,
  StatusCodes,
  type UAObject,
  type Variant,
} from "node-opcua";
import { z } from "zod";
import type { LadsModel } from "./lads-model.ts";
import { methodAt, objectAt, setString, setUInt64, variableAt } from "./node-access.ts";
import type { ResultDocument } from "./result-documents.ts";

const OPEN_FOR_READING = 1;
/** No answer carries more, however much is asked for. */
const MOST_BYTES = 65_536;

const uint64 = z.tuple([z.number(), z.number()]);

export function addResultFile(model: LadsModel, fileSet: UAObject, file: ResultDocument): void {
  const node = model.type("ResultFileType").instantiate({
    browseName: model.ownName(file.name),
    nodeId: `${fileSet.nodeId.toString()}/${file.name}`,
    namespace: model.own,
    componentOf: fileSet,
    optionals: ["File"],
  });
  setString(variableAt(node, "Name"), file.name);
  setString(variableAt(node, "MimeType"), file.mimeType);
  serve(objectAt(node, "File"), file.content);
}

function serve(node: UAObject, content: Buffer): void {
  const openCount = variableAt(node, "OpenCount");
  /** Where each open handle stands, in bytes. A handle outlives the session that opened it. */
  const positions = new Map<number, number>();
  let lastHandle = 0;
  setUInt64(variableAt(node, "Size"), content.length);
  for (const name of ["Writable", "UserWritable"]) {
    variableAt(node, name).setValueFromSource({ dataType: DataType.Boolean, value: false });
  }
  countOpen();

  function countOpen(): void {
    openCount.setValueFromSource({ dataType: DataType.UInt16, value: positions.size });
  }

  function bind(name: string, answer: (values: unknown[]) => CallMethodResultOptions): void {
    methodAt(node, name).bindMethod(async (args: Variant[], _context: ISessionContext) =>
      answer(args.map((argument) => argument.value)),
    );
  }

  bind("Open", ([mode]) => {
    if (mode !== OPEN_FOR_READING) return { statusCode: StatusCodes.BadNotWritable };
    lastHandle += 1;
    positions.set(lastHandle, 0);
    countOpen();
    return good({ dataType: DataType.UInt32, value: lastHandle });
  });
  bind("Read", ([handle, length]) => {
    const at = positions.get(Number(handle));
    if (at === undefined) return { statusCode: StatusCodes.BadInvalidArgument };
    const wanted = Math.min(Math.max(Number(length), 0), MOST_BYTES);
    const data = content.subarray(at, at + wanted);
    positions.set(Number(handle), at + data.length);
    return good({ dataType: DataType.ByteString, value: data });
  });
  bind("Close", ([handle]) => {
    if (!positions.delete(Number(handle))) return { statusCode: StatusCodes.BadInvalidArgument };
    countOpen();
    return { statusCode: StatusCodes.Good };
  });
  bind("GetPosition", ([handle]) => {
    const at = positions.get(Number(handle));
    if (at === undefined) return { statusCode: StatusCodes.BadInvalidArgument };
    return good({ dataType: DataType.UInt64, value: [0, at] });
  });
  bind("SetPosition", ([handle, position]) => {
    if (!positions.has(Number(handle))) return { statusCode: StatusCodes.BadInvalidArgument };
    const [, low] = uint64.parse(position);
    positions.set(Number(handle), Math.min(low, content.length));
    return { statusCode: StatusCodes.Good };
  });
}

function good(output: { dataType: DataType; value: unknown }): CallMethodResultOptions {
  return { statusCode: StatusCodes.Good, outputArguments: [output] };
}

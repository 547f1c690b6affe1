/** A file of a Result, read through the methods of FileType. */
import { DataType, type NodeId, Variant } from "node-opcua";
import { ConnectionTrouble } from "./connection-trouble.ts";
import type { LadsSession } from "./lads-session.ts";
import { childrenOfOne } from "./node-tree.ts";

const CHUNK_BYTES = 16 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
const FOR_READING = 1;

/** The whole content; null when the server does not hand it out. Throws when it breaks off. */
export async function readFileNode(session: LadsSession, file: NodeId): Promise<Buffer | null> {
  const children = await childrenOfOne(session, file);
  const [open, read, close] = ["Open", "Read", "Close"].map((name) => children.get(name)?.nodeId);
  if (open === undefined || read === undefined || close === undefined) return null;
  const opened = await session.call({
    objectId: file,
    methodId: open,
    inputArguments: [new Variant({ dataType: DataType.Byte, value: FOR_READING })],
  });
  if (opened.statusCode.isBad()) return null;
  const handle = new Variant({
    dataType: DataType.UInt32,
    value: opened.outputArguments?.[0]?.value,
  });
  try {
    return await readToTheEnd(session, { objectId: file, methodId: read }, handle);
  } finally {
    await session
      .call({ objectId: file, methodId: close, inputArguments: [handle] })
      .catch(() => undefined);
  }
}

async function readToTheEnd(
  session: LadsSession,
  place: { readonly objectId: NodeId; readonly methodId: NodeId },
  handle: Variant,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const length = new Variant({ dataType: DataType.Int32, value: CHUNK_BYTES });
    const answer = await session.call({ ...place, inputArguments: [handle, length] });
    if (answer.statusCode.isBad()) {
      throw new ConnectionTrouble(
        "link",
        `A result file broke off: ${answer.statusCode.name}. It is read again.`,
      );
    }
    const part: unknown = answer.outputArguments?.[0]?.value;
    if (!Buffer.isBuffer(part) || part.length === 0) return Buffer.concat(parts);
    parts.push(part);
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      throw new ConnectionTrouble("setup", "A result file is larger than 64 MB; it is not read.");
    }
  }
}

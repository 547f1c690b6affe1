/** Looks whether a serial device server answers: connects, sends nothing, and hangs up. */
import { Socket } from "node:net";

export type ServerState = "accepts" | "hangs up" | "refuses" | "silent" | "unknown host";

export interface ServerProbe {
  readonly spec: string;
  readonly state: ServerState;
  readonly sentence: string;
  readonly remedy: string | null;
  /** Bytes that came unasked; they were read by nobody else. */
  readonly unaskedBytes: number;
}

/** A server with one place for a host tells a second one to go as soon as it has come. */
const STAYS_MS = 400;
const CONNECT_WITHIN_MS = 3000;

const SENTENCES: Readonly<Record<ServerState, readonly [string, string | null]>> = {
  accepts: ["A device server accepts the connection.", null],
  "hangs up": [
    "The device server accepts the connection and ends it at once: another host has the port.",
    "End the other connection, or allow the server several hosts.",
  ],
  refuses: [
    "The computer is there, but nothing listens on this port.",
    "Look up the port's number on the device server's own page.",
  ],
  silent: [
    "Nobody answers.",
    "Check power, network cable and address of the device server, and firewalls between.",
  ],
  "unknown host": ["This name is not known.", "Check its spelling, or write its number."],
};

function stateOf(code: string): ServerState {
  if (code === "ECONNREFUSED") return "refuses";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "unknown host";
  return code === "ECONNRESET" || code === "EPIPE" ? "hangs up" : "silent";
}

/** Never rejects: whatever happens is a state. */
export function probeServer(
  host: string,
  port: number,
  { connectWithinMs = CONNECT_WITHIN_MS, staysMs = STAYS_MS } = {},
): Promise<ServerProbe> {
  const socket = new Socket();
  let unaskedBytes = 0;
  return new Promise((resolve) => {
    const finish = (state: ServerState): void => {
      clearTimeout(timer);
      socket.destroy();
      const [sentence, remedy] = SENTENCES[state];
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ spec: `tcp://${name}:${port}`, state, sentence, remedy, unaskedBytes });
    };
    let timer = setTimeout(() => finish("silent"), connectWithinMs);
    socket.on("data", (bytes) => {
      unaskedBytes += bytes.length;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => finish(stateOf(error.code ?? "")));
    socket.on("close", () => finish("hangs up"));
    socket.connect(port, host, () => {
      clearTimeout(timer);
      timer = setTimeout(() => finish("accepts"), staysMs);
    });
  });
}

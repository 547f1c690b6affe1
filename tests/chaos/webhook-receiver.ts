/** Where notices are sent to: takes them, or fails in the ways receivers do, and remembers which it has taken. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ReceiverMood = "well" | "refuses" | "hangs" | "cuts";

export interface WebhookReceiver {
  readonly url: string;
  /** Ids of what was taken, i.e. answered with 200. */
  readonly taken: ReadonlySet<string>;
  setMood(mood: ReceiverMood): void;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const taken = new Set<string>();
  const hanging = new Set<ServerResponse>();
  let mood: ReceiverMood = "well";
  const server = createServer((request, response) => {
    const id = String(request.headers["webhook-id"]);
    request.resume();
    request.on("end", () => {
      if (mood === "cuts") return request.socket.destroy();
      if (mood === "hangs") return void hanging.add(response);
      if (mood === "refuses") return void response.writeHead(503).end("not now");
      taken.add(id);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    taken,
    setMood: (next) => {
      mood = next;
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

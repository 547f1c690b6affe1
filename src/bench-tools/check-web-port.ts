import { createServer } from "node:net";
import type { Config } from "../daemon/config.ts";
import type { DaemonState } from "./ask-daemon.ts";
import { attention, type CheckFinding, ok } from "./check-finding.ts";

/** Why nobody can listen there; null when one can. Listens for a moment. */
function whyTaken(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** Whether the page can be served where the configuration says; asked only while no daemon serves it. */
export async function checkWebPort(
  { web: { host, port } }: Pick<Config, "web">,
  daemon: DaemonState,
): Promise<CheckFinding[]> {
  if (daemon.kind === "running" || daemon.kind === "silent" || port === 0) return [];
  const check = "web.port";
  const reason = await whyTaken(host, port);
  if (reason === null) return [ok(check, `Port ${port} of ${host} is free for the page.`)];
  return [
    attention(
      check,
      `The page cannot be served at port ${port} of ${host}: ${reason}.`,
      "End what uses the port, or name another one as `port` under [web]; the daemon takes the next free one meanwhile.",
    ),
  ];
}

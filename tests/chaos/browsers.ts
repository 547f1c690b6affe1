/** Browsers that read the live feed slowly, not at all, or go away in the middle, as raw sockets. */
import { connect, type Socket } from "node:net";
import { commandHeaders, type DaemonAddress } from "../../src/bench-tools/ask-daemon.ts";
import { wait } from "./wait.ts";

const HABITS = ["reads slowly", "reads nothing", "vanishes", "asks half a question"] as const;

function openBrowser(address: DaemonAddress, habit: (typeof HABITS)[number]): Socket {
  const { hostname, port } = new URL(address.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  const headers = Object.entries(commandHeaders(address, "chaos"));
  const question = [
    "GET /api/v1/events?after=0 HTTP/1.1",
    `host: ${hostname}:${port}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ].join("\r\n");
  socket.write(habit === "asks half a question" ? question.slice(0, 60) : question);
  if (habit !== "reads slowly") return socket.pause();
  return socket.on("data", () => {
    socket.pause();
    setTimeout(() => socket.resume(), 50).unref();
  });
}

/** Opens so many at once and lets them go `forMs` later, half of them without a word. */
export async function crowdOfBrowsers(
  address: DaemonAddress,
  count: number,
  forMs: number,
): Promise<void> {
  const sockets = Array.from({ length: count }, (_, index) =>
    openBrowser(address, HABITS[index % HABITS.length] ?? "vanishes"),
  );
  await wait(forMs);
  for (const [index, socket] of sockets.entries()) {
    if (index % 2 === 0) socket.resetAndDestroy();
    else socket.destroy();
  }
}

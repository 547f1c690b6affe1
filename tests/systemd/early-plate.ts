/**
 * Waits until the daemon of one version answers and its reader is ready, and has a plate read: one process in the
 * machine, quicker than commands one after the other. It is handed to the installed Node.
 */
export function earlyPlateProgram(version: string, barcode: string): string {
  return `
const { readFileSync } = require("node:fs");
const order = { readerId: "bench-1", barcode: ${JSON.stringify(barcode)}, layoutId: "uniform-96" };
async function attempt() {
  const { url, secret } = JSON.parse(readFileSync("/var/lib/platewarden/daemon.json", "utf8"));
  const headers = { authorization: "Command " + secret, "platewarden-operator": "lab", "content-type": "application/json" };
  const { program, readers } = await (await fetch(url + "/api/v1/bench", { headers })).json();
  if (program.version !== ${JSON.stringify(version)} || readers[0].state !== "ready") return false;
  const answer = await fetch(url + "/api/v1/runs", { method: "POST", headers, body: JSON.stringify(order) });
  console.log(answer.status, await answer.text());
  return answer.ok;
}
(async () => {
  while (!(await attempt().catch(() => false))) await new Promise((done) => setTimeout(done, 100));
})();
`;
}

/** The readers of a configuration: port, rights, holder, and what the daemon says of them. */
import type { DaemonReader, DaemonState } from "./ask-daemon.ts";
import type { BenchComputer } from "./bench-computer.ts";
import { attention, broken, type CheckFinding, ok } from "./check-finding.ts";
import { probeServer } from "./probe-server.ts";
import { type ConfiguredReader, type ScannedPort, scanPorts } from "./scan-ports.ts";

function checkSerial(
  reader: ConfiguredReader,
  port: ScannedPort | undefined,
  daemonPid: number | null,
): CheckFinding {
  const check = `reader.${reader.id}.port`;
  if (port === undefined)
    return broken(
      check,
      `Reader ${reader.id}: nothing is at ${reader.port}.`,
      "Plug the adapter in, and compare the name with `platewarden readers scan`.",
    );
  if (!port.access.permitted)
    return broken(check, `Reader ${reader.id}: ${port.access.sentence}`, port.access.remedy);
  const stranger = port.holders.find((holder) => holder.pid !== daemonPid);
  if (stranger !== undefined && !port.path.startsWith("/dev/pts/"))
    return broken(
      check,
      `Reader ${reader.id}: process ${stranger.pid} holds its port: ${stranger.program}.`,
      "End that program; a reader speaks with one program only.",
    );
  const unstable = /^serial:\/dev\/tty(USB|ACM)\d+$/.test(reader.port.trim());
  if (unstable && port.spec !== reader.port.trim())
    return attention(
      check,
      `Reader ${reader.id}: ${reader.port} may be another port after a restart.`,
      `Write port = "${port.spec}" in the configuration.`,
    );
  return ok(check, `Reader ${reader.id}: its port is there and may be opened.`);
}

async function checkServer(reader: ConfiguredReader): Promise<CheckFinding> {
  const check = `reader.${reader.id}.port`;
  const address = /^(?:opc\.)?tcp:\/\/(?:\[([^\]]+)\]|([^:/]+)):(\d+)/.exec(reader.port.trim());
  const host = address?.[1] ?? address?.[2];
  if (host === undefined)
    return attention(check, `Reader ${reader.id}: ${reader.port} cannot be looked at.`, null);
  const probe = await probeServer(host, Number(address?.[3]));
  const sentence = `Reader ${reader.id}: ${probe.sentence}`;
  return probe.state === "accepts" ? ok(check, sentence) : broken(check, sentence, probe.remedy);
}

/** What the daemon that holds the reader says; it knows best. */
function checkState({ id, state, sentence }: DaemonReader): CheckFinding {
  const check = `reader.${id}.state`;
  const words = `Reader ${id} is ${state}: ${sentence}`;
  if (state === "stopped" || state === "unreachable") return broken(check, words, null);
  return state === "connecting" || state === "identifying"
    ? attention(check, words, "Look again in a minute.")
    : ok(check, words);
}

function serialPath(reader: ConfiguredReader): string | null {
  return /^serial:(\/.+)$/.exec(reader.port.trim())?.[1] ?? null;
}

/** Opens no serial port; a server is connected to only while no daemon holds it. */
export async function checkReaders(
  computer: BenchComputer,
  readers: readonly ConfiguredReader[],
  daemon: DaemonState,
): Promise<CheckFinding[]> {
  const paths = readers.flatMap((reader) => serialPath(reader) ?? []);
  const scan = scanPorts(computer, readers, paths);
  const daemonPid = daemon.kind === "running" || daemon.kind === "silent" ? daemon.pid : null;
  const findings: CheckFinding[] = [];
  for (const reader of readers) {
    if (serialPath(reader) !== null) {
      const port = scan.ports.find((one) => one.readerId === reader.id);
      findings.push(checkSerial(reader, port, daemonPid));
    } else if (daemonPid === null) {
      findings.push(await checkServer(reader));
    }
    const known =
      daemon.kind === "running" ? daemon.readers.find((one) => one.id === reader.id) : undefined;
    if (known !== undefined) findings.push(checkState(known));
    else if (daemon.kind === "running")
      findings.push(
        attention(
          `reader.${reader.id}.state`,
          `Reader ${reader.id} is not known to the running daemon.`,
          "Restart the daemon: it reads its configuration when it starts.",
        ),
      );
  }
  const remarks = scan.remarks.map(({ sentence, remedy }, index) =>
    attention(`ports.${index + 1}`, sentence, remedy),
  );
  // Without the udev tools the program itself says so.
  return [...findings, ...remarks.filter(({ sentence }) => !sentence.includes("udev tools"))];
}

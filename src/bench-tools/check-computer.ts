/** The computer around the daemon: memory, and the service that keeps it running. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { spaceWords } from "../observe/disk-space.ts";
import { type BenchComputer, readText } from "./bench-computer.ts";
import { attention, broken, type CheckFinding, ok } from "./check-finding.ts";

const KIBIBYTE = 1024;
/** The daemon itself takes some 200 MiB; an analysis of everything some more for each thread. */
const MEMORY_ATTENTION_BYTES = 400 * KIBIBYTE * KIBIBYTE;

const SERVICE = "platewarden.service";

function checkMemory(computer: BenchComputer): CheckFinding[] {
  const text = readText(computer, "/proc/meminfo") ?? "";
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1];
  if (kilobytes === undefined) return [];
  const bytes = Number(kilobytes) * KIBIBYTE;
  const sentence = `${spaceWords(bytes)} of memory are available.`;
  return [
    bytes < MEMORY_ATTENTION_BYTES
      ? attention(
          "computer.memory",
          sentence,
          "End other programs, or give the computer more memory: the system ends programs when it runs out.",
        )
      : ok("computer.memory", sentence),
  ];
}

/** What systemd says of the service; null where it cannot be asked. */
async function unitState(): Promise<ReadonlyMap<string, string> | null> {
  const properties = "LoadState,ActiveState,SubState,UnitFileState,NRestarts";
  try {
    const { stdout } = await promisify(execFile)(
      "systemctl",
      ["show", SERVICE, `--property=${properties}`],
      { timeout: 3000 },
    );
    return new Map(
      stdout.split("\n").map((line): [string, string] => {
        const [name = "", ...value] = line.split("=");
        return [name, value.join("=")];
      }),
    );
  } catch {
    return null;
  }
}

export function judgeUnit(unit: ReadonlyMap<string, string>): CheckFinding {
  const check = "computer.service";
  const state = `${unit.get("ActiveState") ?? "unknown"} (${unit.get("SubState") ?? ""})`;
  const restarts = Number(unit.get("NRestarts") ?? "0");
  if (unit.get("LoadState") !== "loaded")
    return attention(
      check,
      "Platewarden is not installed as a service: after a restart of the computer nobody starts it.",
      "docs/operations.md says how to install it.",
    );
  if (unit.get("ActiveState") === "failed")
    return broken(
      check,
      `The service has failed: ${state}.`,
      `See why with \`journalctl -u ${SERVICE} -p warning\`, then \`systemctl restart ${SERVICE}\`.`,
    );
  if (!/^enabled/.test(unit.get("UnitFileState") ?? ""))
    return attention(
      check,
      `The service is ${state} and does not start with the computer.`,
      `sudo systemctl enable ${SERVICE}`,
    );
  if (restarts > 0)
    return attention(
      check,
      `The service is ${state}; it was started afresh ${restarts} times since it was started by hand.`,
      `See why with \`journalctl -u ${SERVICE} -p warning\` and \`platewarden incidents list\`.`,
    );
  return ok(check, `The service is ${state} and starts with the computer.`);
}

async function checkService(computer: BenchComputer): Promise<CheckFinding[]> {
  if (!existsSync(join(computer.root, "run/systemd/system"))) return [];
  const unit = await unitState();
  return unit === null ? [] : [judgeUnit(unit)];
}

export async function checkComputer(computer: BenchComputer): Promise<CheckFinding[]> {
  return [...checkMemory(computer), ...(await checkService(computer))];
}

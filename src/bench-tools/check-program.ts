/** The program itself: Node, machine, native parts, pages, and the clock of the computer. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { timeSync } from "../clock/time-sync.ts";
import { WEB_ROOT } from "../daemon/start-daemon.ts";
import { tryDatabase } from "../store/inspect-store.ts";
import type { BenchComputer } from "./bench-computer.ts";
import { attention, broken, type CheckFinding, ok, reasonOf } from "./check-finding.ts";

const INSTALL_AGAIN = "Run `npm ci` in the program's folder, on this computer and with this Node.";

function checkNode(): CheckFinding[] {
  const major = Number(process.versions.node.split(".")[0]);
  const version = `Node ${process.versions.node}`;
  const node =
    major >= 24
      ? ok("program.node", `${version} runs the program.`)
      : broken(
          "program.node",
          `${version} is too old; 24 is needed.`,
          "Start the program with `npx platewarden`, which uses the Node it brings.",
        );
  const machine = `${process.platform} on ${process.arch}`;
  const isKnown = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  return [
    node,
    isKnown
      ? ok("program.machine", `${machine}.`)
      : attention(
          "program.machine",
          `${machine}: the program is made for Linux on x64 and arm64.`,
          "Use it on such a computer.",
        ),
  ];
}

/** Each part is loaded as the program does it. */
const NATIVE_PARTS: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ["database", "broken", async () => tryDatabase()],
  ["serial ports", "broken", () => import("../instrument/links/serial-link.ts")],
  ["simulated readers", "attention", () => import("../../drivers/simulator/pty-port.ts")],
];

async function checkNativeParts(): Promise<CheckFinding[]> {
  return Promise.all(
    NATIVE_PARTS.map(async ([name, state, load]) => {
      const check = `program.native.${name.replaceAll(" ", "-")}`;
      try {
        await load();
        return ok(check, `The native part for ${name} works.`);
      } catch (error) {
        const sentence = `The native part for ${name} cannot be loaded: ${reasonOf(error)}.`;
        return state === "broken"
          ? broken(check, sentence, INSTALL_AGAIN)
          : attention(check, sentence, INSTALL_AGAIN);
      }
    }),
  );
}

function checkPages(): CheckFinding {
  return existsSync(join(WEB_ROOT, "index.html"))
    ? ok("program.pages", "The bench page is built.")
    : broken("program.pages", "The bench page is not built.", INSTALL_AGAIN);
}

function checkUdev(computer: BenchComputer): CheckFinding {
  return computer.hasProgram("udevadm")
    ? ok("program.udev", "The udev tools are there; adapters get stable names.")
    : attention(
        "program.udev",
        "The udev tools are missing: adapters get no stable names below /dev/serial.",
        "sudo apt-get install udev   (then plug the adapters in again)",
      );
}

const EARLIEST_YEAR = 2026;

async function checkClock(now: Date): Promise<CheckFinding> {
  const text = now.toISOString();
  if (now.getUTCFullYear() < EARLIEST_YEAR) {
    return broken(
      "program.clock",
      `The clock of this computer says ${text}, which is before this program was made.`,
      "Set date and time, e.g. with `sudo timedatectl set-ntp true`; every reading is dated by it.",
    );
  }
  const { isSynchronised: synchronised } = await timeSync();
  if (synchronised === true)
    return ok("program.clock", `The clock is synchronised and says ${text}.`);
  return attention(
    "program.clock",
    synchronised === false
      ? `The clock says ${text} and is not synchronised.`
      : `The clock says ${text}; whether it is synchronised cannot be told.`,
    "sudo timedatectl set-ntp true   (or compare it with another clock)",
  );
}

export async function checkProgram(computer: BenchComputer, now: Date): Promise<CheckFinding[]> {
  return [
    ...checkNode(),
    ...(await checkNativeParts()),
    checkPages(),
    checkUdev(computer),
    await checkClock(now),
  ];
}

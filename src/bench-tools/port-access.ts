/** Whether this user may open a port, and what exactly to do when not. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BenchComputer } from "./bench-computer.ts";

export interface PortAccess {
  readonly permitted: boolean;
  readonly sentence: string;
  /** What to do; null when nothing is to be done. */
  readonly remedy: string | null;
}

interface Group {
  readonly name: string;
  readonly id: number;
  readonly members: readonly string[];
}

function groups(computer: BenchComputer): Group[] {
  let text = "";
  try {
    text = readFileSync(join(computer.root, "etc/group"), "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const [name = "", , id = "", members = ""] = line.split(":");
    if (name === "" || id === "") return [];
    return [{ name, id: Number(id), members: members.split(",").filter((one) => one !== "") }];
  });
}

const GROUP_READS_AND_WRITES = 0o060;

function missingGroup(computer: BenchComputer, path: string, groupId: number): PortAccess {
  const { user } = computer;
  const group = groups(computer).find((one) => one.id === groupId);
  const name = group?.name ?? String(groupId);
  const sentence = `${user.name} may not open ${path}: it belongs to the group ${name}`;
  if (group?.members.includes(user.name)) {
    return {
      permitted: false,
      sentence: `${sentence}, to which ${user.name} was added after signing in.`,
      remedy: "Sign out and in again; a daemon is to be restarted.",
    };
  }
  return {
    permitted: false,
    sentence: `${sentence}.`,
    remedy: `sudo usermod -aG ${name} ${user.name}   (then sign out and in again; a daemon is to be restarted)`,
  };
}

/** Looks at the rights of the file and opens nothing. */
export function portAccess(computer: BenchComputer, path: string): PortAccess {
  const stats = statSync(join(computer.root, path), { throwIfNoEntry: false });
  if (stats === undefined) {
    return {
      permitted: false,
      sentence: `There is no file ${path}.`,
      remedy: "Plug the adapter in; in a container, hand the port in.",
    };
  }
  if (computer.mayOpen(join(computer.root, path)))
    return { permitted: true, sentence: `${computer.user.name} may open it.`, remedy: null };
  const groupMay = (stats.mode & GROUP_READS_AND_WRITES) === GROUP_READS_AND_WRITES;
  if (groupMay && stats.gid !== 0) return missingGroup(computer, path, stats.gid);
  return {
    permitted: false,
    sentence: `${computer.user.name} may not open ${path}, and no group may.`,
    remedy: `sudo chgrp dialout ${path} && sudo chmod 660 ${path}   (until it is plugged in again; a udev rule with GROUP="dialout", MODE="0660" lasts)`,
  };
}

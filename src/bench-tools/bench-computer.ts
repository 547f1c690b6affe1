/** What the tools look at of the computer they run on; tests give a folder of files and a person of their own. */
import { accessSync, constants, existsSync, readFileSync, realpathSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";

export interface BenchComputer {
  /** `/dev`, `/sys`, `/proc`, `/etc` and `/run` are looked for below it. */
  readonly root: string;
  readonly user: {
    readonly name: string;
    readonly uid: number;
    /** The groups this process has, which are those of the last signing in. */
    readonly groups: readonly number[];
  };
  /** Whether this user may read and write the file of this path below the root. */
  mayOpen(path: string): boolean;
  /** Whether a program of this name can be started. */
  hasProgram(name: string): boolean;
}

export function thisComputer(): BenchComputer {
  const { username, uid } = userInfo();
  return {
    root: "/",
    user: { name: username, uid, groups: process.getgroups?.() ?? [] },
    mayOpen: (path) => {
      try {
        accessSync(path, constants.R_OK | constants.W_OK);
        return true;
      } catch {
        return false;
      }
    },
    hasProgram: (name) => {
      // System programs are often in folders that only an administrator's path names.
      const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
      return folders.some((folder) => existsSync(join(folder, name)));
    },
  };
}

/** A small file below the root; null when there is none. */
export function readText(computer: BenchComputer, path: string): string | null {
  try {
    return readFileSync(join(computer.root, path), "utf8");
  } catch {
    return null;
  }
}

/** The first line of a small file below the root, without blanks around it; null when there is none. */
export function readLine(computer: BenchComputer, path: string): string | null {
  return readText(computer, path)?.split("\n")[0]?.trim() ?? null;
}

/** Where a path leads to when every link is followed, again as seen from the root; null when it leads nowhere. */
export function realPath(computer: BenchComputer, path: string): string | null {
  try {
    const root = realpathSync(computer.root).replace(/\/$/, "");
    return realpathSync(join(computer.root, path)).slice(root.length);
  } catch {
    return null;
  }
}

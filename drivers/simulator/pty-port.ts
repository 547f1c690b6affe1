import { rmSync, symlinkSync, writeSync } from "node:fs";
import type { ReadStream } from "node:tty";
import * as nodePty from "@lydell/node-pty";
import { SerialPort } from "serialport";
import type { HostPort, OnHostBytes } from "./host-port.ts";

/** What `open()` of node-pty gives; its own type declarations leave it out. */
interface PseudoTerminal {
  readonly _fd: number;
  readonly _pty: string;
  readonly master: ReadStream;
  readonly slave: ReadStream;
}

interface OpensPseudoTerminals {
  readonly open: (options: { encoding: null }) => PseudoTerminal;
}

function canOpen(module: object): module is OpensPseudoTerminals {
  return "open" in module && typeof module.open === "function";
}

/** A pseudo-terminal, found through a symbolic link at `linkPath` as a real reader is through its stable name. */
export async function openPtyPort(linkPath: string, onBytes: OnHostBytes): Promise<HostPort> {
  let terminal = await plugIn(linkPath, onBytes);
  return {
    spec: `serial:${linkPath}`,
    listening: { path: linkPath },
    write: (bytes) => {
      try {
        writeSync(terminal._fd, bytes);
      } catch {
        // EAGAIN: nobody has read for long, the buffer of the line is full and the bytes are lost as on a real line.
      }
    },
    dropLink: async () => {
      terminal.master.destroy();
      terminal = await plugIn(linkPath, onBytes);
    },
    close: () => {
      rmSync(linkPath, { force: true });
      terminal.master.destroy();
    },
  };
}

async function plugIn(linkPath: string, onBytes: OnHostBytes): Promise<PseudoTerminal> {
  if (!canOpen(nodePty)) throw new Error("this node-pty cannot open a bare pseudo-terminal");
  const terminal = nodePty.open({ encoding: null });
  // The stream would swallow what is meant for the host. node-pty keeps a second descriptor of the slave open, so
  // that the master lives on when a host closes its side.
  terminal.slave.destroy();
  terminal.master.on("error", () => undefined);
  terminal.master.on("data", onBytes);
  await makeRaw(terminal._pty);
  rmSync(linkPath, { force: true });
  symlinkSync(terminal._pty, linkPath);
  return terminal;
}

/**
 * A fresh pseudo-terminal echoes and turns CR into LF. The serial library sets its port raw when it opens it, and the
 * setting stays for whoever opens it next; until then our own bytes would come back as commands.
 */
function makeRaw(path: string): Promise<void> {
  const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) reject(error);
      else port.close(() => resolve());
    });
  });
}

import { realpathSync } from "node:fs";
import { SerialPort } from "serialport";
import type { PortSettings } from "../contract.ts";
import { openError, writeError } from "../link-errors.ts";
import type { Link } from "./link.ts";

/** A serial port, by its device path; the stable names below /dev/serial/by-id are meant. */
export function createSerialLink(path: string, settings: PortSettings): Link {
  const spec = `serial:${path}`;
  const { xonXoff = false, dtr = true, rts = true, ...line } = settings;
  const port = new SerialPort({ path, ...line, xon: xonXoff, xoff: xonXoff, autoOpen: false });
  let onLost: (reason: string) => void = () => undefined;
  let closing = false;

  port.on("error", () => undefined);
  port.on("close", (error: Error | null) => {
    if (!closing) onLost(error?.message ?? "the port was closed");
  });

  return {
    open: async () => {
      try {
        await new Promise<void>((resolve, reject) => {
          port.open((error) => (error ? reject(error) : resolve()));
        });
        await setModemLines(port, { dtr, rts });
      } catch (error) {
        closing = true;
        await closePort(port);
        throw openError(spec, error);
      }
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (!port.isOpen) return reject(writeError(spec, new Error("the port is closed")));
        port.write(Buffer.from(bytes), (error) => {
          if (error) reject(writeError(spec, error));
          else resolve();
        });
      }),
    close: () => {
      closing = true;
      return closePort(port);
    },
    onData: (handler) => {
      port.on("data", handler);
    },
    onLost: (handler) => {
      onLost = handler;
    },
  };
}

/** Readers that look at DTR or RTS send nothing before both are raised; few want one of them low. */
function setModemLines(port: SerialPort, lines: { dtr: boolean; rts: boolean }): Promise<void> {
  return new Promise((resolve, reject) => {
    port.set(lines, (error) => {
      // A pseudo-terminal has no modem lines (ENOTTY); on a real port the same answer is a fault of its driver.
      if (error && !(isPseudoTerminal(port.path) && isNotATerminal(error))) reject(error);
      else resolve();
    });
  });
}

function isPseudoTerminal(path: string): boolean {
  return realpathSync(path).startsWith("/dev/pts/");
}

/** The binding gives no error code, only the text of ENOTTY. */
function isNotATerminal(error: Error): boolean {
  return /inappropriate ioctl/i.test(error.message);
}

function closePort(port: SerialPort): Promise<void> {
  if (!port.isOpen) return Promise.resolve();
  return new Promise((resolve) => {
    port.close(() => resolve());
  });
}

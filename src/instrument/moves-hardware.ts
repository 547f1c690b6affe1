import type { Driver } from "./contract.ts";

/** Whether these bytes are a command that moves the reader's hardware: after it a plate may have been read. */
export function movesHardware(driver: Driver, bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString("latin1").toUpperCase();
  return driver.movesHardware.some((command) => text.startsWith(command));
}

import type { HostPort, OnHostBytes } from "./host-port.ts";
import { openPtyPort } from "./pty-port.ts";
import { openTcpPort } from "./tcp-port.ts";

/** Where the command line says the reader is plugged in; throws when it says nothing. */
export function openHostPort(
  where: { readonly pty?: string | undefined; readonly tcp?: string | undefined },
  onBytes: OnHostBytes,
): Promise<HostPort> {
  if (where.pty !== undefined) return openPtyPort(where.pty, onBytes);
  if (where.tcp !== undefined) return openTcpPort(Number(where.tcp), onBytes);
  throw new Error("--pty LINKPATH or --tcp PORT says where the reader is plugged in");
}

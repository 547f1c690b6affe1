import { PlatewardenError } from "../../domain/errors.ts";
import type { PortSettings } from "../contract.ts";
import type { Link } from "./link.ts";
import { createSerialLink } from "./serial-link.ts";
import { createTcpLink } from "./tcp-link.ts";

/** Where a reader is plugged in, taken apart. */
export type LinkSpec =
  | { readonly kind: "serial"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/**
 * Reads `serial:/dev/serial/by-id/…` or `tcp://host:port`. Throws PORT_SPEC_INVALID for anything else.
 */
export function parseLinkSpec(spec: string): LinkSpec {
  const serial = /^serial:(\/.+)$/.exec(spec.trim());
  if (serial?.[1] !== undefined) return { kind: "serial", path: serial[1] };
  const tcp = /^tcp:\/\/(?:\[([0-9a-f:.]+)\]|([^\s:/[\]]+)):(\d+)\/?$/i.exec(spec.trim());
  const host = tcp?.[1] ?? tcp?.[2];
  const port = Number(tcp?.[3]);
  if (host !== undefined && port >= 1 && port <= 65_535) return { kind: "tcp", host, port };
  const message =
    host === undefined
      ? `\`${spec}\` names no port`
      : `\`${spec}\` has the port number ${tcp?.[3]}, which is too ${port === 0 ? "small" : "large"}: they go from 1 to 65535`;
  throw new PlatewardenError("PORT_SPEC_INVALID", message, { detail: { spec } });
}

/** A link that is not open yet. `settings` is meant for serial ports; a device server has its own. */
export function createLink(spec: string, settings: PortSettings): Link {
  const parsed = parseLinkSpec(spec);
  return parsed.kind === "serial"
    ? createSerialLink(parsed.path, settings)
    : createTcpLink(parsed.host, parsed.port);
}

export interface LinkHandlers {
  readonly onData: (bytes: Uint8Array) => void;
  readonly onLost: (reason: string) => void;
}

/** Opens a link with its handlers in place, so that no early byte is lost. Rejects with a PORT_ error. */
export async function openLink(
  spec: string,
  settings: PortSettings,
  handlers: LinkHandlers,
): Promise<Link> {
  const link = createLink(spec, settings);
  link.onData(handlers.onData);
  link.onLost(handlers.onLost);
  await link.open();
  return link;
}

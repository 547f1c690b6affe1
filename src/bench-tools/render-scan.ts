import type { AskedReader } from "./ask-reader.ts";
import type { ServerProbe } from "./probe-server.ts";
import type { ConfiguredReader, PortScan, ScannedPort } from "./scan-ports.ts";
import { suggestReader } from "./suggest-reader.ts";

export interface ScanReport extends PortScan {
  readonly servers: readonly (ServerProbe & { readonly readerId: string | null })[];
  /** What readers answered that were asked with `--ask`. */
  readonly asked: readonly AskedReader[];
  /** Lines to add to the configuration. */
  readonly suggestions: readonly string[];
}

/** Lines for every port and server that is nobody's yet; a server that does not answer is left out. */
export function suggestReaders(
  scan: Omit<ScanReport, "suggestions">,
  configured: readonly ConfiguredReader[],
  drivers: readonly string[],
): string[] {
  const free = [
    ...scan.ports
      .filter((port) => port.readerId === null)
      .map((port) => ({ spec: port.spec, driver: port.suggestedDriver })),
    ...scan.servers
      .filter((server) => server.readerId === null && server.state === "accepts")
      .map((server) => ({ spec: server.spec, driver: null })),
  ];
  const taken = [...configured];
  return free.map(({ spec, driver }) => {
    const answered = scan.asked.find((one) => one.spec === spec && one.outcome === "done");
    const guessed = driver === null ? null : { id: driver, profile: null };
    const proven = answered && { id: answered.driver, profile: answered.profile };
    const suggestion = suggestReader(spec, proven ?? guessed, taken, drivers);
    taken.push({ id: suggestion.id, port: spec });
    return suggestion.lines;
  });
}

function holderText({ pid, program, by }: ScannedPort["holders"][number]): string {
  const how = by === "lock file" ? ", says a lock file" : "";
  return `held by process ${pid}${how}: ${program}`;
}

function portLines(port: ScannedPort): string[] {
  const usb =
    port.usb === null
      ? ""
      : ` [USB ${port.usb.vendorId}:${port.usb.productId}, serial number ${port.usb.serialNumber ?? "none"}]`;
  const names = [port.byId, port.byPath].filter((name) => name !== null);
  return [
    `${port.spec}${port.readerId === null ? "" : `   = reader ${port.readerId} of the configuration`}`,
    `  ${port.adapter}${usb}`,
    ...(port.spec === `serial:${port.path}` ? [] : [`  today ${port.path}`]),
    ...names.filter((name) => port.spec !== `serial:${name}`).map((name) => `  also ${name}`),
    `  ${port.access.sentence}`,
    ...(port.access.remedy === null ? [] : [`    ${port.access.remedy}`]),
    ...(port.holders.length === 0
      ? ["  nobody is seen to hold it"]
      : port.holders.map((holder) => `  ${holderText(holder)}`)),
  ];
}

function askedLines(asked: AskedReader): string[] {
  return [`${asked.spec}, asked as ${asked.driver}: ${asked.sentence}`];
}

function remarkLines(sentence: string, remedy: string | null): string[] {
  return [`! ${sentence}`, ...(remedy === null ? [] : [`    ${remedy}`])];
}

export function renderScan(report: ScanReport): string {
  const sections = [
    report.ports.length === 0
      ? ["No serial ports are here."]
      : report.ports.flatMap((port, index) => (index === 0 ? [] : [""]).concat(portLines(port))),
    report.servers.flatMap((server) => [
      `${server.spec}${server.readerId === null ? "" : `   = reader ${server.readerId} of the configuration`}`,
      `  ${server.sentence}`,
      ...(server.remedy === null ? [] : [`    ${server.remedy}`]),
    ]),
    report.missing.map(
      (reader) =>
        `! Reader ${reader.id} of the configuration is on ${reader.port}, which is not here.`,
    ),
    report.remarks.flatMap(({ sentence, remedy }) => remarkLines(sentence, remedy)),
    report.asked.flatMap(askedLines),
    report.suggestions.length === 0
      ? []
      : ["For the configuration:", "", report.suggestions.join("\n\n")],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

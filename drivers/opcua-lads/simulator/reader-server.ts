/** One life of the simulated server, from listening to its shutdown. */
import {
  MessageSecurityMode,
  OPCUAServer,
  type OPCUAServerEndPoint,
  SecurityPolicy,
} from "node-opcua";
import type { Emit } from "../../simulator/control-lines.ts";
import type { Knobs } from "./knobs.ts";
import { modelFiles, openModel } from "./lads-model.ts";
import { createReader, type Reader } from "./reader.ts";
import { bindReaderMethods } from "./reader-methods.ts";
import { createNodeView } from "./reader-node-view.ts";
import { buildReaderNodes, type Nameplate } from "./reader-nodes.ts";
import { openSecureFolder, type SecureFolder } from "./secure-folder.ts";
import type { StoredResults } from "./stored-results.ts";

const APPLICATION_URI = "urn:platewarden:simulated-lads-reader";

export interface ServerSettings {
  readonly port: number;
  readonly pkiFolder: string;
  readonly user: string;
  readonly password: string;
  readonly nameplate: Nameplate;
  readonly runMs: number;
  readonly passingMs: number;
  readonly stored: StoredResults;
  readonly knobs: () => Knobs;
  readonly emit: Emit;
}

export interface ReaderServer {
  readonly reader: Reader;
  readonly secure: SecureFolder;
  readonly endpoint: string;
  readonly port: number;
  /** Cuts every TCP connection; sessions stay until they time out. */
  dropLink(): void;
  /** Ends every session; gives how many. */
  dropSessions(): number;
  sessions(): number;
  shutdown(): Promise<void>;
}

export async function startReaderServer(
  settings: ServerSettings,
  renewCertificate: boolean,
): Promise<ReaderServer> {
  const knobs = settings.knobs();
  const secure = await openSecureFolder(
    settings.pkiFolder,
    knobs.clientTrust,
    APPLICATION_URI,
    renewCertificate,
  );
  const server = new OPCUAServer(serverOptions(settings, secure));
  await server.initialize();
  const reader = populate(server, settings);
  tellOfClients(server, settings.emit);
  await server.start();
  const endpoint = server.getEndpointUrl();
  return {
    reader,
    secure,
    endpoint,
    port: Number(new URL(endpoint).port),
    dropLink(): void {
      for (const end of server.endpoints as OPCUAServerEndPoint[]) end.abruptlyInterruptChannels();
    },
    dropSessions(): number {
      const sessions = server.engine.getSessions();
      for (const session of sessions) {
        server.engine.closeSession(session.authenticationToken, true, "Forcing");
      }
      return sessions.length;
    },
    sessions: () => server.engine.getSessions().length,
    async shutdown(): Promise<void> {
      reader.switchOff();
      await server.shutdown(0);
    },
  };
}

function serverOptions(settings: ServerSettings, secure: SecureFolder) {
  const knobs = settings.knobs();
  return {
    port: settings.port,
    host: "127.0.0.1",
    hostname: "127.0.0.1",
    nodeset_filename: modelFiles(knobs.namespaceOrder),
    serverCertificateManager: secure.manager,
    certificateFile: secure.certificateFile,
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    allowAnonymous: knobs.anonymous,
    userManager: {
      isValidUser: (user: string, password: string) =>
        user === settings.user && password === settings.password,
    },
    serverCapabilities: { maxSessions: knobs.maxSessions },
    maxConnectionsPerEndpoint: 100,
    serverInfo: {
      applicationUri: APPLICATION_URI,
      productUri: APPLICATION_URI,
      applicationName: { text: "Simulated LADS reader" },
    },
  };
}

function populate(server: OPCUAServer, settings: ServerSettings): Reader {
  const { knobs, emit, stored, runMs, passingMs } = settings;
  const space = server.engine.addressSpace;
  if (space === null) throw new Error("the server has no address space");
  const model = openModel(space);
  const nodes = buildReaderNodes(model, knobs(), settings.nameplate);
  const view = createNodeView(model, nodes, knobs);
  const reader = createReader({ knobs, view, stored, emit, runMs, passingMs });
  bindReaderMethods({ nodes, reader, knobs, emit });
  return reader;
}

function tellOfClients(server: OPCUAServer, emit: Emit): void {
  server.on("newChannel", () => emit({ event: "channel-opened" }));
  server.on("session_activated", (session) => {
    emit({ event: "session-activated", sessionId: session.nodeId.toString() });
  });
  server.on("session_closed", (session) => {
    emit({ event: "session-closed", sessionId: session.nodeId.toString() });
  });
}

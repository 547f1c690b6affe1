/**
 * One connection for as long as it lasts: client, session and subscription together. The library must not reconnect by
 * itself: it would hold a start command back and send it when the server returns, long after its run was given up.
 */
import {
  BrowseDirection,
  browseAll,
  type CallMethodRequestOptions,
  type CallMethodResult,
  type ClientSession,
  ClientSubscription,
  DataTypeExtractStrategy,
  type DataValue,
  MessageSecurityMode,
  type NodeId,
  OPCUAClient,
  type ReadValueIdOptions,
  type ReferenceDescription,
  SecurityPolicy,
  TimestampsToReturn,
  type UserIdentityInfo,
} from "node-opcua";
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble, shortReason } from "./connection-trouble.ts";
import { withDeadline } from "./deadline.ts";
import type { OwnIdentity } from "./own-identity.ts";

/** Everything asked of a server goes through here: each question has its limit and fails when the connection ends. */
export interface LadsSession {
  readonly session: ClientSession;
  /** Values in the order of the nodes. A missing node is a bad status, not an error. */
  readonly read: (nodes: readonly (NodeId | ReadValueIdOptions)[]) => Promise<DataValue[]>;
  /** The references of each node of this kind, subtypes included, without duplicates. */
  readonly browse: (
    nodes: readonly NodeId[],
    referenceType: string,
    direction?: BrowseDirection,
  ) => Promise<ReferenceDescription[][]>;
  /** Throws when the outcome is not known. */
  readonly call: (
    request: CallMethodRequestOptions,
    withinMs?: number,
  ) => Promise<CallMethodResult>;
  /** Puts any other question of the library under the same limits. */
  readonly ask: <T>(what: string, question: Promise<T>, withinMs?: number) => Promise<T>;
  /** Calls `onChange` whenever one of the nodes changes; nodes that cannot be watched are left out. */
  readonly watch: (nodes: readonly NodeId[], onChange: () => void) => Promise<void>;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<ConnectionTrouble>;
  readonly end: (reason: ConnectionTrouble) => void;
  /** Takes leave within a few seconds; whatever is still asked then fails. */
  readonly close: () => Promise<void>;
}

const KEEP_ALIVE_MS = 5000;
const SESSION_TIMEOUT_MS = 30_000;
const PUBLISHING_MS = 250;
/** No sign of life for two seconds is answered by one. */
const KEEP_ALIVE_PUBLISHINGS = 8;
const LIFETIME_PUBLISHINGS = 120;
const CLOSE_MS = 3000;
/** Nodes asked in one request; servers of small instruments take no more. */
const NODES_A_REQUEST = 100;
/** The library refuses anything shorter. */
const SHORTEST_TRANSACTION_MS = 5000;

/**
 * Connects, logs in and subscribes. Throws what the library throws, or NoAnswer; then nothing of it is left.
 * @param certificate the one that the server must show
 */
export async function openLadsSession(parts: {
  readonly identity: OwnIdentity;
  readonly address: string;
  readonly certificate: Uint8Array;
  readonly login: UserIdentityInfo;
  readonly options: ConnectionOptions;
}): Promise<LadsSession> {
  const { connectTimeoutMs } = parts.options;
  const client = createClient(parts);
  const { ended, end } = endingOf(client);
  try {
    await withDeadline("the connection", connectTimeoutMs, client.connect(parts.address));
    const session = await withDeadline(
      "the login",
      connectTimeoutMs,
      client.createSession(parts.login),
    );
    session.on("session_closed", () => end(lost("the session was closed")));
    session.on("keepalive_failure", () => end(lost("the server gives no sign of life")));
    const subscription = await subscribe(session, connectTimeoutMs);
    subscription.on("terminated", () => end(lost("the subscription was ended")));
    return ladsSession({ client, session, subscription, ended, end, options: parts.options });
  } catch (error) {
    await leave(client, null);
    throw error;
  }
}

function createClient(parts: Parameters<typeof openLadsSession>[0]): OPCUAClient {
  const { identity, options } = parts;
  return OPCUAClient.create({
    applicationName: "Platewarden",
    applicationUri: identity.applicationUri,
    clientCertificateManager: identity.manager,
    certificateFile: identity.certificateFile,
    privateKeyFile: identity.privateKeyFile,
    serverCertificate: Buffer.from(parts.certificate),
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    // A server behind a translated address calls itself otherwise.
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0 },
    // Else it downloads the definitions of all structures of all models, which takes seconds.
    dataTypeExtractStrategy: DataTypeExtractStrategy.Lazy,
    keepSessionAlive: true,
    keepAliveInterval: KEEP_ALIVE_MS,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    transportTimeout: options.connectTimeoutMs,
    defaultTransactionTimeout: Math.max(options.answerTimeoutMs, SHORTEST_TRANSACTION_MS),
  });
}

function lost(reason: string): ConnectionTrouble {
  return new ConnectionTrouble("link", `The link to the reader's server was lost: ${reason}.`);
}

function endingOf(client: OPCUAClient): Pick<LadsSession, "ended" | "end"> {
  const { promise, resolve } = Promise.withResolvers<ConnectionTrouble>();
  client.on("close", (error) => resolve(lost(error ? shortReason(error) : "it was closed")));
  client.on("connection_lost", () => resolve(lost("the connection broke")));
  return { ended: promise, end: resolve };
}

async function subscribe(session: ClientSession, withinMs: number): Promise<ClientSubscription> {
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: PUBLISHING_MS,
    requestedMaxKeepAliveCount: KEEP_ALIVE_PUBLISHINGS,
    requestedLifetimeCount: LIFETIME_PUBLISHINGS,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  });
  const started = new Promise<void>((resolve, reject) => {
    subscription.once("started", () => resolve());
    subscription.on("error", reject);
  });
  await withDeadline("the subscription", withinMs, started);
  return subscription;
}

function ladsSession(parts: {
  readonly client: OPCUAClient;
  readonly session: ClientSession;
  readonly subscription: ClientSubscription;
  readonly ended: Promise<ConnectionTrouble>;
  readonly end: (reason: ConnectionTrouble) => void;
  readonly options: ConnectionOptions;
}): LadsSession {
  const { client, session, subscription, ended, end, options } = parts;
  const broken = ended.then((reason): never => {
    throw reason;
  });
  broken.catch(() => undefined);

  const sessionId = session.sessionId.toString();

  async function ask<T>(
    what: string,
    question: Promise<T>,
    withinMs = options.answerTimeoutMs,
  ): Promise<T> {
    const answer = await withDeadline(what, withinMs, Promise.race([question, broken]));
    // The library logs in again when the server has dropped the session; that one has no subscription.
    if (session.sessionId.toString() !== sessionId) end(lost("the server dropped the session"));
    return answer;
  }

  async function read(nodes: readonly (NodeId | ReadValueIdOptions)[]): Promise<DataValue[]> {
    const asked = nodes.map((node) => ("nodeId" in node ? node : { nodeId: node as NodeId }));
    const answers: DataValue[] = [];
    for (const some of groups(asked)) {
      answers.push(...(await ask("a question for values", session.read(some))));
    }
    return answers;
  }

  async function browse(
    nodes: readonly NodeId[],
    referenceType: string,
    browseDirection = BrowseDirection.Forward,
  ): Promise<ReferenceDescription[][]> {
    const found: ReferenceDescription[][] = [];
    for (const some of groups(nodes)) {
      const asked = some.map((nodeId) => ({
        nodeId,
        referenceTypeId: referenceType,
        browseDirection,
        includeSubtypes: true,
        nodeClassMask: 0,
        resultMask: 63,
      }));
      const answers = await ask("a question for nodes", browseAll(session, asked));
      found.push(...answers.map((answer) => withoutDuplicates(answer.references ?? [])));
    }
    return found;
  }

  return {
    session,
    read,
    browse,
    call: (request, withinMs) => ask("a call", session.call(request), withinMs),
    ask,
    watch: async (nodes, onChange) => {
      if (nodes.length === 0) return;
      const watched = await ask(
        "the watch over its states",
        subscription.monitorItems(
          nodes.map((nodeId) => ({ nodeId })),
          { samplingInterval: PUBLISHING_MS / 2, queueSize: 20, discardOldest: true },
          TimestampsToReturn.Neither,
        ),
      );
      watched.on("changed", onChange);
    },
    ended,
    end,
    close: () => {
      end(lost("it was closed"));
      return leave(client, session);
    },
  };
}

/** Sessions are few on an instrument: one that is not closed stays taken until it times out. */
async function leave(client: OPCUAClient, session: ClientSession | null): Promise<void> {
  const farewell = async (): Promise<void> => {
    if (session !== null) await session.close(true).catch(() => undefined);
    await client.disconnect();
  };
  await withDeadline("the farewell", CLOSE_MS, farewell()).catch(() => undefined);
  // Aborts a connection that hangs; harmless when it is closed already.
  client.disconnect().catch(() => undefined);
}

function groups<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / NODES_A_REQUEST) }, (_, index) =>
    items.slice(index * NODES_A_REQUEST, (index + 1) * NODES_A_REQUEST),
  );
}

/** Some servers list a child twice, by two kinds of reference. */
function withoutDuplicates(references: readonly ReferenceDescription[]): ReferenceDescription[] {
  return [...new Map(references.map((one) => [one.nodeId.toString(), one])).values()];
}

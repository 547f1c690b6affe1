/** Asks a server, without any security, what it offers and which certificate it shows; nothing secret is sent. */
import {
  type EndpointDescription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} from "node-opcua";
import { withDeadline } from "./deadline.ts";
import type { OwnIdentity } from "./own-identity.ts";

export interface ServerOffer {
  readonly certificate: Uint8Array | null;
  /** Basic256Sha256 with sign and encrypt. */
  readonly encrypted: boolean;
  readonly logins: readonly ("anonymous" | "user")[];
}

const CLOSE_MS = 2000;

/** Throws NoAnswer, or what the library says, when the server cannot be reached. */
export async function probeServer(
  identity: OwnIdentity,
  address: string,
  withinMs: number,
): Promise<ServerOffer> {
  const client = OPCUAClient.create({
    applicationName: "Platewarden",
    applicationUri: identity.applicationUri,
    clientCertificateManager: identity.manager,
    certificateFile: identity.certificateFile,
    privateKeyFile: identity.privateKeyFile,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0 },
    transportTimeout: withinMs,
    defaultTransactionTimeout: Math.max(withinMs, 5000),
  });
  try {
    await withDeadline("the connection", withinMs, client.connect(address));
    const endpoints = await withDeadline(
      "the question for its endpoints",
      withinMs,
      client.getEndpoints(),
    );
    return offerOf(endpoints);
  } finally {
    await withDeadline("the farewell", CLOSE_MS, client.disconnect()).catch(() => undefined);
  }
}

function offerOf(endpoints: readonly EndpointDescription[]): ServerOffer {
  const encrypted = endpoints.find(
    (one) =>
      one.securityMode === MessageSecurityMode.SignAndEncrypt &&
      one.securityPolicyUri === SecurityPolicy.Basic256Sha256,
  );
  const shown = encrypted ?? endpoints.find((one) => one.serverCertificate?.length > 0);
  const tokens = (encrypted?.userIdentityTokens ?? []).map((token) => token.tokenType);
  const logins: ("anonymous" | "user")[] = [];
  if (tokens.includes(UserTokenType.Anonymous)) logins.push("anonymous");
  if (tokens.includes(UserTokenType.UserName)) logins.push("user");
  const certificate = shown?.serverCertificate;
  return {
    certificate: certificate && certificate.length > 0 ? certificate : null,
    encrypted: encrypted !== undefined,
    logins,
  };
}

/** A plain OPC UA client for the tests of the simulated LADS reader; it shares nothing with the product's own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AttributeIds,
  type ClientSession,
  coerceNodeId,
  DataType,
  type DataValue,
  MessageSecurityMode,
  type NodeId,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
  Variant,
  VariantArrayType,
} from "node-opcua";
import { setErrorLogger, setWarningLogger } from "node-opcua-debug";

const DI = "http://opcfoundation.org/UA/DI/";
const LADS = "http://opcfoundation.org/UA/LADS/";
const UNIT = "PlateReader/FunctionalUnitSet/AbsorbanceUnit";

export interface Order {
  readonly template?: string;
  readonly taskId?: string;
  readonly barcode?: string;
  readonly wavelength?: string;
  /** The object whose StartProgram is called. */
  readonly place?: "FunctionalUnitState" | "Operational" | "StateMachine";
}

export interface Login {
  readonly user?: string;
  readonly password?: string;
}

export type PlainClient = Awaited<ReturnType<typeof openPlainClient>>;

/** A client identity with its own certificate; `close` ends its connections and removes it. */
export async function createClientIdentity() {
  for (const set of [setErrorLogger, setWarningLogger]) set(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), "plain-lads-client-"));
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await manager.initialize();
  const open: PlainClient[] = [];
  return {
    async connect(endpoint: string, login: Login | "anonymous" = {}): Promise<PlainClient> {
      const client = await openPlainClient(manager, endpoint, login);
      open.push(client);
      return client;
    },
    async hangUp(): Promise<void> {
      for (const client of open.splice(0)) await client.close();
    },
    async close(): Promise<void> {
      await this.hangUp();
      await manager.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPlainClient(
  manager: OPCUACertificateManager,
  endpoint: string,
  login: Login | "anonymous",
) {
  const client = OPCUAClient.create({
    applicationName: "plain client",
    clientCertificateManager: manager,
    endpointMustExist: false,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    connectionStrategy: { maxRetry: 0 },
    transportTimeout: 5000,
  });
  let session: ClientSession;
  try {
    await client.connect(endpoint);
    session =
      login === "anonymous"
        ? await client.createSession()
        : await client.createSession({
            type: UserTokenType.UserName,
            userName: login.user ?? "lab",
            password: login.password ?? "secret",
          });
  } catch (error) {
    await client.disconnect().catch(() => undefined);
    throw error;
  }
  const namespaces = await session.readNamespaceArray();
  const lads = namespaces.indexOf(LADS);
  const deviceSet = coerceNodeId(5001, namespaces.indexOf(DI));

  /** Children by the reference type, as often as the server lists them. */
  async function children(node: NodeId, reference = "Aggregates") {
    const found = await session.browse({
      nodeId: node,
      referenceTypeId: reference,
      includeSubtypes: true,
      resultMask: 63,
    });
    return (found.references ?? []).map(({ browseName, nodeId }) => ({
      name: browseName.name ?? "",
      nodeId,
    }));
  }

  /** The node at a path of browse names below DeviceSet, null when there is none. */
  async function find(path: string): Promise<NodeId | null> {
    let node: NodeId = deviceSet;
    for (const name of path.split("/")) {
      const below = [...(await children(node)), ...(await children(node, "Organizes"))];
      const child = below.find((one) => one.name === name);
      if (child === undefined) return null;
      node = child.nodeId;
    }
    return node;
  }

  async function at(path: string): Promise<NodeId> {
    const node = await find(path);
    if (node === null) throw new Error(`no ${path}`);
    return node;
  }

  async function data(path: string): Promise<DataValue> {
    return session.read({ nodeId: await at(path), attributeId: AttributeIds.Value });
  }

  async function value(path: string): Promise<unknown> {
    return (await data(path)).value.value;
  }

  async function argumentsOf(method: NodeId): Promise<string[]> {
    const { inputArguments } = await session.getArgumentDefinition(method);
    return inputArguments.map((argument) => argument.name ?? "");
  }

  async function structure(id: number, fields: Record<string, unknown>) {
    return session.constructExtensionObject(coerceNodeId(id, lads), fields);
  }

  const text = (content: string): Variant =>
    new Variant({ dataType: DataType.String, value: content });
  const list = (content: readonly object[]): Variant =>
    new Variant({
      dataType: DataType.ExtensionObject,
      arrayType: VariantArrayType.Array,
      value: [...content],
    });

  return {
    session,
    lads,
    children,
    find,
    at,
    data,
    value,
    argumentsOf,
    unit: UNIT,
    async start(order: Order = {}) {
      const place = `${UNIT}/${order.place ?? "FunctionalUnitState"}`;
      const method = await at(`${place}/StartProgram`);
      const samples =
        order.barcode === undefined
          ? []
          : [await structure(3002, { containerId: order.barcode, sampleId: "s", position: "" })];
      const properties =
        order.wavelength === undefined
          ? []
          : [await structure(3003, { key: "Wavelength", value: order.wavelength })];
      const byName: Readonly<Record<string, Variant>> = {
        ProgramTemplateId: text(order.template ?? "MTT 570/650"),
        Properties: list(properties),
        SupervisoryJobId: text("job"),
        SupervisoryTaskId: text(order.taskId ?? "task"),
        Samples: list(samples),
      };
      const inputArguments = (await argumentsOf(method)).map((name) => byName[name] ?? text(""));
      return session.call({ objectId: await at(place), methodId: method, inputArguments });
    },
    async call(path: string, inputArguments: Variant[] = []) {
      const objectId = await at(path.slice(0, path.lastIndexOf("/")));
      return session.call({ objectId, methodId: await at(path), inputArguments });
    },
    /** Browse names of the results, in the server's order. */
    async results(): Promise<string[]> {
      const set = await at(`${UNIT}/ProgramManager/ResultSet`);
      const names = (await children(set)).map(({ name }) => name);
      return names.filter((name) => name !== "NodeVersion");
    },
    inResult: (runId: string, path: string): string =>
      `${UNIT}/ProgramManager/ResultSet/${runId}/${path}`,
    async close(): Promise<void> {
      await session.close().catch(() => undefined);
      await client.disconnect().catch(() => undefined);
    },
  };
}

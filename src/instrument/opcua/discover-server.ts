/** What a LADS server has: its devices, their units and the programs of each. For people who write a configuration. */
import { PlatewardenError } from "../../domain/errors.ts";
import { connectLads } from "./connect-lads.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { troubleOf } from "./connection-trouble.ts";
import { type FoundUnit, findUnits } from "./find-units.ts";
import type { LadsSession } from "./lads-session.ts";
import { redirectLibraryLog } from "./library-log.ts";
import { listPrograms } from "./reader-programs.ts";

export interface DiscoveredUnit {
  readonly device: string;
  /** Maker, model and serial number, as far as the server tells. */
  readonly model: string;
  readonly unit: string;
  /** Null for a unit that runs no programs. */
  readonly programs: readonly string[] | null;
  readonly results: number;
}

/** Throws OPCUA_UNREACHABLE with what has to be done first. */
export async function discoverServer(parts: {
  readonly address: string;
  readonly pkiFolder: string;
  readonly options: ConnectionOptions;
}): Promise<DiscoveredUnit[]> {
  redirectLibraryLog(undefined);
  let session: LadsSession | null = null;
  try {
    session = await connectLads(parts);
    const units: DiscoveredUnit[] = [];
    for (const unit of await findUnits(session)) units.push(await describe(session, unit));
    return units;
  } catch (error) {
    throw new PlatewardenError("OPCUA_UNREACHABLE", troubleOf(error).message, { cause: error });
  } finally {
    await session?.close();
  }
}

async function describe(session: LadsSession, unit: FoundUnit): Promise<DiscoveredUnit> {
  const { device, programs } = unit;
  const templateSet = programs?.get("ProgramTemplateSet")?.nodeId ?? null;
  const resultSet = programs?.get("ResultSet")?.nodeId;
  const results =
    resultSet === undefined ? [] : ((await session.browse([resultSet], "HasComponent"))[0] ?? []);
  const words = [device.manufacturer, device.model, device.serialNumber];
  return {
    device: device.name,
    model: words.filter((word) => word !== null).join(" "),
    unit: unit.name,
    programs:
      programs === null
        ? null
        : (await listPrograms(session, { templateSet })).map((one) => one.name),
    results: results.length,
  };
}

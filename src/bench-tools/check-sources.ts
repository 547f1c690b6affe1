/** What a configuration names beside readers' ports: layouts, folders of exports, trust in OPC-UA servers. */
import { accessSync, constants, statSync } from "node:fs";
import type { Config, FolderConfig, ReaderConfig } from "../daemon/config.ts";
import { pkiFolder } from "../daemon/supervise-readers.ts";
import { counted } from "../domain/counted.ts";
import { fileReason } from "../domain/file-reason.ts";
import { isServerDriver } from "../instrument/contract.ts";
import { pinOf } from "../instrument/opcua/pinned-servers.ts";
import { loadLayouts } from "../layout/load-layouts.ts";
import { attention, broken, type CheckFinding, ok, reasonOf } from "./check-finding.ts";

function checkLayouts(folder: string): CheckFinding {
  try {
    const { files, layouts } = loadLayouts(folder);
    const faulty = files.filter((file) => file.layout === null).map((file) => file.fileName);
    const sentence = `${counted(layouts.length, "layout")} in ${folder}.`;
    if (layouts.length === 0)
      return broken("layouts", sentence, "Name the folder of the layout files as `layouts`.");
    return faulty.length === 0
      ? ok("layouts", sentence)
      : attention(
          "layouts",
          `${sentence} Not usable: ${faulty.join(", ")}.`,
          `platewarden layout check ${faulty.map((name) => `${folder}/${name}`).join(" ")}`,
        );
  } catch (error) {
    return broken("layouts", reasonOf(error), "Name the folder of the layout files as `layouts`.");
  }
}

function checkFolder({ id, path }: FolderConfig): CheckFinding {
  const check = `folder.${id}`;
  try {
    if (!statSync(path).isDirectory()) throw new Error("it is a file, not a folder");
    accessSync(path, constants.R_OK | constants.X_OK);
    return ok(check, `Export folder ${id}: ${path} can be read.`);
  } catch (error) {
    return broken(
      check,
      `Export folder ${id}: ${path} cannot be read: ${fileReason(error)}.`,
      "Mount it, or give this user the right to read it.",
    );
  }
}

function checkTrust({ id, driver, port }: ReaderConfig, dataFolder: string): CheckFinding[] {
  if (!isServerDriver(driver)) return [];
  const check = `reader.${id}.trust`;
  const pin = pinOf(pkiFolder(dataFolder), port);
  if (pin !== null)
    return [
      ok(check, `Reader ${id}: its server is trusted by its certificate ${pin.fingerprint}.`),
    ];
  return [
    broken(
      check,
      `Reader ${id}: nobody has trusted its server ${port} yet.`,
      `platewarden opcua trust ${port}   (compare the fingerprint at the reader first)`,
    ),
  ];
}

export function checkSources(config: Config): CheckFinding[] {
  return [
    checkLayouts(config.layoutsFolder),
    ...config.folders.map(checkFolder),
    ...config.readers.flatMap((reader) => checkTrust(reader, config.dataFolder)),
  ];
}

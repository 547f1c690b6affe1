/** Every driver of the product. The contract suite walks over this list. */
import { type Driver, forAnyOptions, type ServerDriver } from "../src/instrument/contract.ts";
import { bioRad } from "./bio-rad/driver.ts";
import { biotekClassic } from "./biotek/classic/driver.ts";
import { biotekModern } from "./biotek/modern/driver.ts";
import { byonoy } from "./byonoy/driver.ts";
import { opcuaLads } from "./opcua-lads/driver.ts";
import { spectraMax } from "./spectramax/driver.ts";

export const DRIVERS: readonly Driver[] = [
  forAnyOptions(bioRad),
  forAnyOptions(biotekClassic),
  forAnyOptions(biotekModern),
  forAnyOptions(byonoy),
  forAnyOptions(spectraMax),
];

/** Readers behind a server that hands over whole results. */
export const SERVER_DRIVERS: readonly ServerDriver[] = [opcuaLads];

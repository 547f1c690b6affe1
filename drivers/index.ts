/** Every driver of the product. The contract suite walks over this list. */
import { type Driver, forAnyOptions } from "../src/instrument/contract.ts";
import { bioRad } from "./bio-rad/driver.ts";

export const DRIVERS: readonly Driver[] = [forAnyOptions(bioRad)];

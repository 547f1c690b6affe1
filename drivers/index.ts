/** Every driver of the product. The contract suite walks over this list. */
import { type Driver, forAnyOptions } from "../src/instrument/contract.ts";
import { bioRad } from "./bio-rad/driver.ts";
import { biotekClassic } from "./biotek/classic/driver.ts";
import { biotekModern } from "./biotek/modern/driver.ts";
import { byonoy } from "./byonoy/driver.ts";
import { spectraMax } from "./spectramax/driver.ts";

export const DRIVERS: readonly Driver[] = [
  forAnyOptions(bioRad),
  forAnyOptions(biotekClassic),
  forAnyOptions(biotekModern),
  forAnyOptions(byonoy),
  forAnyOptions(spectraMax),
];

/** `npm run openapi`: writes the schemas of the views that the OpenAPI document is made of. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeViewSchemas } from "./view-schemas.ts";

const FILE = join(import.meta.dirname, "../../../src/api/openapi/view-schemas.json");
writeFileSync(FILE, `${JSON.stringify(makeViewSchemas(), null, 2)}\n`);

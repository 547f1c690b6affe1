/**
 * `npm run sbom`: writes `platewarden.cdx.json`, the list of all packages that run at the bench (CycloneDX), and holds
 * it to the lock and to the licences that are allowed. Ends with 1 when something does not fit.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALLOWED_LICENCES, READ_LICENCES, runtimePackages } from "./runtime-packages.ts";

const FILE = join(import.meta.dirname, "../../platewarden.cdx.json");

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

function licenceOf({ licenses = [] }: Component): string {
  return licenses
    .map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? "")
    .join(" AND ");
}

const nameOf = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `${name}@${version}`;

const wanted = new Set(runtimePackages().map(nameOf));

/** `npm sbom --omit=dev` leaves out what development needs as well: the whole list is asked for, and cut by the lock. */
function runtimeList(): Bill {
  const text = execFileSync("npm", ["sbom", "--sbom-format=cyclonedx"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const bill = JSON.parse(text) as Bill;
  const components = bill.components.filter((one) => wanted.has(nameOf(one)));
  const kept = new Set([bill.metadata.component, ...components].map((one) => one["bom-ref"]));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
  return { ...bill, components, dependencies };
}

function problemsOf(components: readonly Component[]): string[] {
  const listed = new Set(components.map(nameOf));
  // What is for another kind of machine is not installed here, and only the lock knows of it.
  const missing = [...wanted].filter(
    (one) => !listed.has(one) && !/-(?:linux|darwin|win32|android|freebsd|wasm32)\b/.test(one),
  );
  const unlicensed = components.filter(
    (one) => !ALLOWED_LICENCES.has(licenceOf(one)) && !(one.name in READ_LICENCES),
  );
  return [
    ...missing.map((one) => `${one} runs at the bench and is not in the list`),
    ...unlicensed.map((one) => `${nameOf(one)} has the licence “${licenceOf(one)}”`),
    ...components
      .filter(({ purl }) => purl === undefined)
      .map((one) => `${nameOf(one)} has no address`),
  ];
}

const bill = runtimeList();
writeFileSync(FILE, `${JSON.stringify(bill, null, 2)}\n`);
const problems = problemsOf(bill.components);
for (const problem of problems) console.error(`sbom: ${problem}.`);
console.log(`sbom: ${bill.components.length} packages, in platewarden.cdx.json.`);
if (problems.length > 0) process.exitCode = 1;

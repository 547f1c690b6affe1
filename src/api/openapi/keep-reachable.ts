type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** The schemas of these names and all that they refer to, by name. Throws where one is not there. */
export function keepReachable(schemas: Schemas, names: readonly string[]): Schemas {
  const kept = new Map<string, Schemas[string]>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (kept.has(name)) continue;
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`no view is named ${name}; run \`npm run openapi\``);
    kept.set(name, schema);
    for (const [, found] of JSON.stringify(schema).matchAll(REFERENCE)) {
      if (found !== undefined) waiting.push(decodeURIComponent(found));
    }
  }
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

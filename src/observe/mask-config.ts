/** Words in a configuration that hold a secret, a person or an address of the laboratory. */
const HIDDEN =
  /(secret|password|token|passphrase|private|user|from|^to$|url|host|names|recipients|credential)/i;

export const HIDDEN_VALUE = "[not in the bundle]";

/** A configuration as data, without what nobody needs to help. What stands in a list is hidden with it. */
export function maskConfig(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskConfig);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      HIDDEN.test(key) ? HIDDEN_VALUE : maskConfig(one),
    ]),
  );
}

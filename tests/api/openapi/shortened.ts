const SECRETS = new Set(["password", "oldPassword", "newPassword", "pin", "secret", "code"]);
const LONGEST_LIST = 2;
const LONGEST_TEXT = 2000;

/** An example short enough to be read: lists and texts are cut, secrets are blotted out. */
export function shortened(value: unknown, key = ""): unknown {
  if (typeof value === "string") {
    return SECRETS.has(key) ? "•".repeat(12) : value.slice(0, LONGEST_TEXT);
  }
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((one) => shortened(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, shortened(one, name)]),
  );
}

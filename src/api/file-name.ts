/** A name made of characters that every file system and every header takes. */
export function fileNameFor(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "_");
}

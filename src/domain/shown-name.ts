/** A name as people can read it: some hold line ends, or other characters that command a terminal. */
export function shownName(name: string): string {
  return name.replace(/\p{Cc}/gu, "\uFFFD");
}

/** What the operating system's names for failures mean, where a file is opened. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "a part of its path is a file, not a folder",
  EACCES: "this user has no right to do it",
  EPERM: "this user has no right to do it",
  EEXIST: "it exists already",
  EROFS: "the disk takes no changes",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "its name is too long",
};

/** Why a file could not be read or written, in words for people; what the system says where there are none. Ends without a point. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  return WORDS[code] ?? message.replace(/\.$/, "");
}

/** Letters and digits that nobody takes for one another. */
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A password to begin with, drawn by chance: `k7mq-9xpt-…`, close to 80 bits. */
export function firstPassword(): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, randomSign).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** Bytes beyond the last whole round of signs are drawn again, so that every sign is as likely. */
function randomSign(): string {
  const rounds = 256 - (256 % SIGNS.length);
  for (;;) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? rounds;
    if (byte < rounds) return SIGNS.charAt(byte % SIGNS.length);
  }
}

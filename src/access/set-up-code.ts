/** The code with which the first administrator is made; printed where the daemon was started. */
import { randomBytes } from "node:crypto";
import { isSameSecret } from "./hash-secret.ts";

/** Crockford's base 32: no letter that looks like a digit. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_BYTES = 16;
const GROUP = 4;

/** 128 random bits as 26 letters and digits, in groups of four. */
export function newSetUpCode(): string {
  let rest = BigInt(`0x${randomBytes(CODE_BYTES).toString("hex")}`);
  let code = "";
  for (let bits = 0; bits < CODE_BYTES * 8; bits += 5) {
    code += LETTERS[Number(rest & 31n)];
    rest >>= 5n;
  }
  return code.match(new RegExp(`.{1,${GROUP}}`, "g"))?.join("-") ?? code;
}

/** Dashes, spaces and case make no difference, nor do letters that look like digits. */
export function isSetUpCode(code: string, typed: string): boolean {
  return isSameSecret(plain(code), plain(typed));
}

function plain(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

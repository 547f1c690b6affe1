import { PlatewardenError } from "../domain/errors.ts";

const LONGEST_NAME = 80;
const LONGEST_BADGE = 64;

/** Control characters, and marks that nobody sees: with them two names could look alike. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Actors of the audit trail that are no people. */
const reserved = /^(?:daemon|nobody|platewarden|(?:token|reader|folder|command) .*)$/iu;

/** A name as it is printed: trimmed, composed (NFC), single spaces. Throws PERSON_INVALID. */
export function requirePersonName(text: string): string {
  const name = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (name === "" || [...name].length > LONGEST_NAME || unseen.test(text.trim())) {
    throw new PlatewardenError(
      "PERSON_INVALID",
      `A name has 1 to ${LONGEST_NAME} characters, none of which is unseen.`,
    );
  }
  if (reserved.test(name)) {
    throw new PlatewardenError(
      "PERSON_INVALID",
      `“${name}” cannot be a person's name: the audit trail calls parts of the program so.`,
    );
  }
  return name;
}

/** What a scanner reads from a badge: visible ASCII. Throws PERSON_INVALID. */
export function requireBadge(text: string): string {
  const badge = text.trim();
  if (badge.length <= LONGEST_BADGE && /^[!-~]+$/.test(badge)) return badge;
  throw new PlatewardenError(
    "PERSON_INVALID",
    `A badge has 1 to ${LONGEST_BADGE} letters, digits or signs, as a scanner reads them.`,
  );
}

/** What a piece of text may be in a table of a plate: shared by whoever cuts text and whoever reads cells. */

const NUMBER = /^[+\-\u2212]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+\-\u2212]?\d+)?$/;
const WELL = /^([A-Za-z]{1,2})[ \-_]?0?(\d{1,2})$/;

const UNUSUAL_BLANK = /[\u00a0\u2007\u2009\u200b\u202f\ufeff]/;

/** Text without the blanks around it, with plain ones for the non-breaking, thin and zero-width ones inside. */
export function tidy(text: string): string {
  if (!UNUSUAL_BLANK.test(text)) return text.trim();
  return text
    .replace(/[\u200b\ufeff]/g, "")
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .trim();
}

/** More characters are no number that any program writes. */
const MAX_NUMBER_LENGTH = 40;

/** True for a number with a point, a comma or neither; blanks inside make it none. */
export function isNumberText(text: string): boolean {
  return text.length <= MAX_NUMBER_LENGTH && NUMBER.test(text);
}

/** True for `A1`, `a01`, `A 1`, `AF48`. */
export function isWellText(text: string): boolean {
  return WELL.test(text);
}

/** True for a letter or two that name a row of a plate of up to 1536 wells. */
export function isRowText(text: string): boolean {
  return /^(?:[A-Za-z]|A[A-Fa-f])$/.test(text);
}

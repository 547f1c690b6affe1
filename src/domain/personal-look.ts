/**
 * Whether a text looks like something that names a person instead of a pseudonym. It can only guess: what it says is a
 * warning, and nothing is refused for it.
 */

/** Words of laboratories that stand where names do, and particles of no name. */
const NO_NAMES: ReadonlySet<string> = new Set(
  "anon blank bone batch blast blasts case cell cells check clone cohort control day diagnosis donor drug group healthy jurkat line marrow mix nalm negative normal none patient pdx plate pool positive pseudonym reference reh relapse replicate sample series study subject test unknown untreated vehicle wild type xenograft".split(
    " ",
  ),
);

const PARTICLES: ReadonlySet<string> = new Set(
  "van von de den der del da di dos la le el al bin ibn ten ter te 't zu".split(" "),
);

const CAPITALISED = /^\p{Lu}\p{Ll}{2,}$/u;
const INITIAL = /^\p{Lu}$/u;

const OLDEST_YEAR = 1920;
const LATEST_YEAR = 2099;

const DATES: readonly { readonly form: RegExp; readonly order: "ymd" | "dmy" }[] = [
  { form: /(?<!\d)(\d{4})[-./_ ](\d{1,2})[-./_ ](\d{1,2})(?!\d)/, order: "ymd" },
  { form: /(?<!\d)(\d{1,2})[-./_ ](\d{1,2})[-./_ ](\d{4})(?!\d)/, order: "dmy" },
  { form: /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/, order: "ymd" },
  { form: /(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)/, order: "dmy" },
];

function isDay(year: number, month: number, day: number): boolean {
  return (
    year >= OLDEST_YEAR && year <= LATEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31
  );
}

function holdsDate(text: string): boolean {
  return DATES.some(({ form, order }) => {
    const [, first, second, third] = (form.exec(text) ?? []).map(Number);
    if (first === undefined || second === undefined || third === undefined) return false;
    return order === "ymd"
      ? isDay(first, second, third)
      : isDay(third, second, first) || isDay(third, first, second);
  });
}

/** `Jansen, A.`, `Anna de Vries`, `jansen` only where it stands alone and begins with a capital. */
function isName(text: string, mayStandAlone: boolean): boolean {
  const words = text.split(/[\s,._-]+/u).filter((word) => word !== "");
  const known = words.every(
    (word) => CAPITALISED.test(word) || INITIAL.test(word) || PARTICLES.has(word.toLowerCase()),
  );
  const capitalised = words.filter((word) => CAPITALISED.test(word));
  if (!known || capitalised.length === 0) return false;
  if (words.some((word) => NO_NAMES.has(word.toLowerCase()))) return false;
  return words.length > 1 || mayStandAlone;
}

/** What the text looks like; null when it looks like none of it. `mayStandAlone`: one capitalised word is enough. */
export function personalLook(
  text: string,
  { mayStandAlone = false }: { readonly mayStandAlone?: boolean } = {},
): "a date" | "a name" | null {
  if (holdsDate(text)) return "a date";
  return isName(text, mayStandAlone) ? "a name" : null;
}

const PERSONAL_HEADING =
  /^(?:(?:first|last|sur|given|family|middle|full|patient|patient's)?[ _-]?name|initials|(?:date|day|year)[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day)|dob|bsn|ssn|nhs(?:[ _-]?(?:no|number))?|mrn|(?:hospital|medical[ _-]?record)[ _-]?(?:no|number|id)|address|street|post[ _-]?code|zip(?:[ _-]?code)?|(?:tele|mobile[ _-]?)?phone|mobile|e[ _-]?mail)$/i;

/** Whether a column of this name holds what names a person. */
export function isPersonalHeading(name: string): boolean {
  return PERSONAL_HEADING.test(name.trim());
}

/** Tables of a web page as text: some programs call such a page `.xls`, and a browser's clipboard holds one. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
};

/** True when the text holds a table of a web page. */
export function isHtmlTable(text: string): boolean {
  return /<table[\s>]/i.test(text) && /<\/td>|<\/th>/i.test(text);
}

/** Rows as lines, cells between tabs, everything else without its tags. */
export function textOfHtml(html: string): string {
  const text = html
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/<(style|script|head)\b.*?<\/\1>/gis, "")
    .replace(/<\/t[dh]>\s*(?=<t[dh][\s>])/gi, "\t")
    .replace(/<\/tr>|<br\s*\/?>|<\/p>|<\/table>/gi, "\n")
    .replace(/<[^>]*>/g, "");
  return plainEntities(text).replace(/ *\n */g, "\n");
}

/** The text with the entities of markup as the characters that they stand for. */
export function plainEntities(text: string): string {
  return text
    .replace(/&(?:nbsp|amp|lt|gt|quot|apos|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/&#(x[\da-f]{1,4}|\d{1,5});/gi, (_entity, code: string) =>
      String.fromCharCode(Number(/^x/i.test(code) ? `0${code}` : code)),
    );
}

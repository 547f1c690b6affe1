/** Tables of a web page as text: some programs call such a page `.xls`, and a browser's clipboard holds one. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** True when the text holds a table of a web page. */
export function isHtmlTable(text: string): boolean {
  return /<table[\s>]/i.test(text) && /<\/td>|<\/th>/i.test(text);
}

/** Rows as lines, cells between tabs, everything else without its tags. */
export function textOfHtml(html: string): string {
  return html
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/<(style|script|head)\b.*?<\/\1>/gis, "")
    .replace(/<\/t[dh]>\s*(?=<t[dh][\s>])/gi, "\t")
    .replace(/<\/tr>|<br\s*\/?>|<\/p>|<\/table>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:nbsp|amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/ *\n */g, "\n");
}

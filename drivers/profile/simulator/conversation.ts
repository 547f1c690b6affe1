/** Conversations as people write them in a profile: `H> sent`, `R> received`, `-- silence`. */

export interface ConversationItem {
  readonly direction: "tx" | "rx" | "mark";
  readonly bytes: Uint8Array;
}

const NAMED: Readonly<Record<string, string>> = {
  NUL: "\u0000",
  SOH: "\u0001",
  STX: "\u0002",
  ETX: "\u0003",
  EOT: "\u0004",
  ENQ: "\u0005",
  ACK: "\u0006",
  TAB: "\t",
  LF: "\n",
  CR: "\r",
  DLE: "\u0010",
  XON: "\u0011",
  XOFF: "\u0013",
  NAK: "\u0015",
  ETB: "\u0017",
  SUB: "\u001a",
  ESC: "\u001b",
  GS: "\u001d",
  RS: "\u001e",
  LT: "<",
  GT: ">",
  SP: " ",
};

/**
 * One item a line; one blank follows the mark, everything behind it counts. Control characters are written `<CR>` or
 * `<0x1B>`; an unknown name stands for itself. Blank lines and lines that begin with `#` are passed over. Throws an Error
 * in words for any other line.
 */
export function parseConversation(text: string): ConversationItem[] {
  return text.split(/\r?\n/).flatMap((line, index): ConversationItem[] => {
    if (line.trim() === "" || line.startsWith("#")) return [];
    if (line.trim() === "-- silence") {
      return [{ direction: "mark", bytes: Buffer.from("silence", "latin1") }];
    }
    const [, mark, content] = /^([HR])>(?: (.*))?$/.exec(line) ?? [];
    if (mark === undefined) throw new Error(`line ${index + 1} begins with none of H>, R>, --, #`);
    const bytes = Buffer.from(unescapeText(content ?? ""), "latin1");
    return [{ direction: mark === "H" ? "tx" : "rx", bytes }];
  });
}

function unescapeText(text: string): string {
  return text.replace(/<(?:0x([0-9A-Fa-f]{2})|([A-Z]{2,4}))>/g, (whole, hex, name) =>
    hex === undefined ? (NAMED[name] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

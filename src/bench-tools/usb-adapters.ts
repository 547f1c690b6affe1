/** What USB ids say about an adapter and the reader behind it. Ids are four hexadecimal digits in lower case. */

export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serialNumber: string | null;
}

export interface AdapterGuess {
  /** A sentence for the technician. */
  readonly sentence: string;
  /** A driver of this program that fits; null when the ids do not say which reader it is. */
  readonly driver: string | null;
}

/** From the lists of ids of the Linux kernel's drivers ftdi_sio, pl2303, ch341, cp210x, mct_u232, mos7840 and mxuport. */
const ADAPTERS: readonly (readonly [RegExp, string])[] = [
  [/^0403:6001$/, "FTDI FT232R adapter"],
  [/^0403:6010$/, "FTDI FT2232 adapter with two ports"],
  [/^0403:6011$/, "FTDI FT4232 adapter with four ports"],
  [/^0403:6014$/, "FTDI FT232H adapter"],
  [/^0403:6015$/, "FTDI FT-X adapter"],
  [/^0403:/, "product with an FTDI chip"],
  [/^067b:(2303|2304|23[a-f]3)$/, "Prolific PL2303 adapter"],
  [/^1a86:(7522|7523|5523|e523)$/, "WCH CH340 or CH341 adapter"],
  [/^1a86:55d[2-9]$/, "WCH CH9102 or CH343 adapter"],
  [/^10c4:ea(60|61|63)$/, "Silicon Labs CP210x adapter"],
  [/^10c4:ea70$/, "Silicon Labs CP2105 adapter with two ports"],
  [/^10c4:ea71$/, "Silicon Labs CP2108 adapter with four ports"],
  [/^0711:0230$/, "MCT U232 adapter"],
  [/^0557:2008$/, "ATEN UC-232A adapter"],
  [/^9710:78/, "MosChip adapter"],
  [/^110a:/, "Moxa UPort adapter"],
  [/^0bda:|^8087:/, "part of the computer"],
];

/** Readers with a USB socket of their own. */
const BYONOY_PORT = "0403:6015";
const WORDS: readonly (readonly [RegExp, string, string])[] = [
  [/byonoy|absorbance 96/i, "Byonoy Absorbance 96, manual model", "byonoy"],
  [/synergy|cytation|epoch/i, "BioTek reader of the modern kind", "biotek-modern"],
  [/biotek|bio-tek|elx\d{3}/i, "BioTek reader", "biotek-classic"],
  [/spectramax|molecular devices/i, "Molecular Devices SpectraMax", "spectramax"],
  [/bio-?rad/i, "Bio-Rad reader", "bio-rad"],
];

/** Products that are no serial port and that people take for one. */
const WITHOUT_PORT: Readonly<Record<string, string>> = {
  "16d0:1199":
    "A Byonoy Absorbance 96 Automate, which speaks over USB HID; no driver of this program does.",
  "0403:bb68":
    "A BMG reader; the system's serial driver does not know its id, and this program has no driver for it. Use folder capture of its export files.",
};

export function usbId(usb: UsbIdentity): string {
  return `${usb.vendorId}:${usb.productId}`;
}

/** What a USB serial port is likely to be. Words of the maker count more than ids, which many products share. */
export function guessAdapter(usb: UsbIdentity): AdapterGuess {
  const words = [usb.manufacturer, usb.product].filter((word) => word !== null).join(" ");
  const named = WORDS.find(([pattern]) => pattern.test(words));
  if (named !== undefined)
    return { sentence: `${named[1]} (it says “${words}”).`, driver: named[2] };
  const id = usbId(usb);
  const adapter = ADAPTERS.find(([pattern]) => pattern.test(id))?.[1];
  if (id === BYONOY_PORT)
    return {
      sentence: `${adapter}; a Byonoy Absorbance 96 (manual model) shows itself so, among others.`,
      driver: null,
    };
  if (adapter !== undefined)
    return { sentence: `${adapter}; it does not say which reader is behind it.`, driver: null };
  return {
    sentence: `USB ${id}${words === "" ? "" : `, “${words}”`}: not known here.`,
    driver: null,
  };
}

/** What to say of a USB product that has no serial port; null for one that nobody takes for a reader. */
export function explainWithoutPort(usb: UsbIdentity): string | null {
  const known = WITHOUT_PORT[usbId(usb)];
  if (known !== undefined) return known;
  const words = [usb.manufacturer, usb.product].filter((word) => word !== null).join(" ");
  return WORDS.some(([pattern]) => pattern.test(words))
    ? `“${words}” is plugged in, but the system made no serial port of it.`
    : null;
}

/** The groups of a profile about bytes: port, framing, checksum, turn-taking. */
import { z } from "zod";
import { bytes, commandName, milliseconds, pattern } from "./schema-fields.ts";

const usbHex = z.string().regex(/^[0-9a-f]{4}$/i, "four hexadecimal digits");

export const portSchema = z.strictObject({
  baud: z
    .array(z.int().min(50).max(4_000_000))
    .min(1)
    .max(10)
    .default([9600])
    .describe("Baud rates, to be tried in this order."),
  data_bits: z
    .union([z.literal(7), z.literal(8)])
    .default(8)
    .describe("Data bits, 7 or 8."),
  stop_bits: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe("Stop bits, 1 or 2."),
  parity: z.enum(["none", "even", "odd"]).default("none").describe("Parity."),
  rtscts: z.boolean().default(false).describe("Hardware flow control."),
  xon_xoff: z.boolean().default(false).describe("Software flow control."),
  dtr: z.boolean().default(true).describe("Raises DTR when the port is opened."),
  rts: z.boolean().default(true).describe("Raises RTS when the port is opened."),
  usb: z
    .array(
      z.strictObject({
        vendor: usbHex.describe("Vendor id, four hexadecimal digits."),
        product: usbHex.describe("Product id, four hexadecimal digits."),
      }),
    )
    .default([])
    .describe("USB ids of the reader's own adapter, by which a port can be suggested."),
  null_modem: z.boolean().default(false).describe("A crossed cable is needed."),
  charset: z.literal("latin1").default("latin1").describe("One character a byte."),
});

export const framingSchema = z.strictObject({
  send_end: bytes("What ends every command, e.g. \\r.").default("\r"),
  mode: z
    .enum(["line", "prompt", "framed", "idle"])
    .default("line")
    .describe(
      "How received bytes are cut: line by line, up to a prompt, from a start to an end mark, or by silence.",
    ),
  ends: z
    .array(bytes("A line end.").min(1).max(4))
    .min(1)
    .default(["\r\n", "\r", "\n"])
    .describe("What ends a line; any of them."),
  prompt: bytes("What closes an answer, e.g. >.").min(1).max(20).optional(),
  quiet_ms: milliseconds(1500, "Silence that stands for a further prompt"),
  start: bytes("Mark before a frame, e.g. \\u0002.").min(1).max(4).optional(),
  end: bytes("Mark after the last frame of a message, e.g. \\u0003.").min(1).max(4).optional(),
  more: bytes("Mark after a frame that another one goes on, e.g. \\u0017.")
    .min(1)
    .max(4)
    .optional(),
  sequence_digits: z
    .int()
    .min(0)
    .max(4)
    .default(0)
    .describe("Digits that number a frame, at its start."),
  check_bytes: z.int().min(0).max(8).default(0).describe("Checksum characters after the end mark."),
  idle_ms: milliseconds(500, "Silence that ends a burst, mode idle"),
  echo: z.boolean().default(false).describe("The reader repeats every command before it answers."),
  postamble: pattern("The line that ends every answer; its own `until` goes before.").optional(),
  max_record: z
    .int()
    .min(16)
    .max(65_536)
    .default(4096)
    .describe("Longest line, answer or frame, in bytes; what is longer is cut there."),
});

export const checksumSchema = z.strictObject({
  kind: z
    .enum([
      "none",
      "sum256",
      "xor",
      "crc16",
      "crc16-modbus",
      "crc16-ccitt",
      "crc16-xmodem",
      "crc16-kermit",
    ])
    .default("none")
    .describe("How the checksum is made."),
  form: z.enum(["decimal", "hex", "raw"]).default("decimal").describe("How the sum is written."),
  line: pattern("The line that carries the sum of a block, after its rows.", ["sum"]).optional(),
  required: z.boolean().default(false).describe("A block without its checksum is damaged."),
  from: z
    .enum(["first-row", "begin", "header"])
    .default("first-row")
    .describe("First line counted, for a sum in a line of its own."),
  line_ends: z
    .enum(["counted", "not-counted", "either"])
    .default("either")
    .describe("Whether line ends are summed as well; `either` takes both."),
  line_end: bytes("Line end as it is counted.").min(1).max(4).default("\r"),
  count_start: z.boolean().default(false).describe("Counts the start mark of a frame."),
  count_end: z.boolean().default(true).describe("Counts the end mark of a frame."),
  on_mismatch: z
    .enum(["warn", "retransmit", "reject"])
    .default("warn")
    .describe("Keep with a warning, ask again, or give the reading up."),
});

export const turnsSchema = z.strictObject({
  wait_for_ack: z.boolean().default(false).describe("The reader acknowledges every command."),
  ack: bytes("Acknowledgement of the reader.").min(1).max(1).default("\u0006"),
  nak: bytes("Refusal of the reader.").min(1).max(1).default("\u0015"),
  abort: bytes("Bytes that break off what the reader does.").min(1).optional(),
  min_gap_ms: z
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe("Shortest pause before a command, in ms."),
  poll_ms: milliseconds(1000, "Pause between two questions for progress"),
  during_read: z
    .array(commandName)
    .default(["progress", "abort"])
    .describe("Commands that may be sent while a plate is read."),
  lock: commandName
    .optional()
    .describe("Command that takes remote control, before everything else."),
  release: commandName.optional().describe("Command that gives it back."),
  enquiry: bytes("The reader asks to send, e.g. \\u0005.").min(1).max(1).optional(),
  acknowledge: bytes("Our answer to an enquiry and to a sound frame.").min(1).optional(),
  refuse: bytes("Our answer to a damaged frame, which is then sent again.").min(1).optional(),
  close: bytes("The reader has sent everything, e.g. \\u0004.").min(1).max(1).optional(),
});

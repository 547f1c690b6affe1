/**
 * What a driver is: data plus dialogues. A dialogue is a generator that yields what it wants and receives what
 * happened; it holds no promise, timer or socket, so it runs the same on a port, on a recording and in a test.
 */
import type { ZodType } from "zod";
import type { PlateReading, WellValue } from "../domain/reading.ts";

/** One unit of received text as the driver's framing cuts it, without its terminator. */
export interface Frame {
  /** latin1 text: one character a byte, so no byte is lost. */
  readonly text: string;
  /** False when the bytes ended without a terminator: at the buffer limit, before a silence, or with the recording. */
  readonly terminated: boolean;
}

/** What a dialogue may ask of whoever runs it. */
export type DialogueRequest =
  /** Write these bytes; they are in the transcript before they are on the wire. */
  | { readonly kind: "send"; readonly bytes: Uint8Array }
  /** Wait for the next frame, at most this long. `expectedMs` is what the operator is told to expect. */
  | { readonly kind: "receive"; readonly withinMs: number }
  | { readonly kind: "pause"; readonly ms: number }
  /** Tell what is going on; answered at once. */
  | { readonly kind: "report"; readonly report: DriverReport };

/** What happened. A lost link or a cancelled run is no answer: the generator is closed with `return()`. */
export type DialogueAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "silence" };

export type Dialogue<Result> = Generator<DialogueRequest, Result, DialogueAnswer>;

export type DriverReport =
  /** `expectedMs`: how long this phase usually takes, null when nothing is known. */
  | {
      readonly kind: "phase";
      readonly phase: "identifying" | "measuring" | "transferring";
      readonly expectedMs: number | null;
    }
  /** A row (0…7) of twelve values has arrived; for the heat map that fills while the reader sends. */
  | {
      readonly kind: "row";
      readonly role: "measurement" | "reference";
      readonly row: number;
      readonly values: readonly WellValue[];
    }
  /** Input that was not understood; counted and shown, never dropped in silence. */
  | { readonly kind: "rejected"; readonly reason: string; readonly text: string };

export interface ReaderIdentity {
  readonly model: string;
  /** Wavelengths of the filter wheel by position, first position first; null = empty position. */
  readonly filtersNm: readonly (number | null)[] | null;
  /** Further facts as the reader gave them, e.g. incubator set point. */
  readonly details: Readonly<Record<string, string>>;
}

export interface ReadRequest {
  readonly measurementNm: number;
  /** Null reads a single wavelength. */
  readonly referenceNm: number | null;
}

/** The plate the reader still holds, fetched after a crash or before a read. */
export interface LastPlate {
  /** Null when the reader holds none. */
  readonly plate: PlateReading | null;
  /** True when the reader was still under our remote control, so that nobody can have read a plate at its panel. */
  readonly remoteControlHeld: boolean;
}

export interface LastPlateContext {
  /** True after a read that was broken off: the reader may still be at it, and its plate may arrive first. */
  readonly readMayBeUnderWay: boolean;
}

/** What `listen` made of bytes that arrived unasked: a plate, or text that is no plate (already reported as rejected). */
export interface UnaskedRecord {
  readonly plate: PlateReading | null;
}

export interface PollContext {
  /** What the poll before returned as `seen`; null at the first one after a connection. */
  readonly lastSeen: string | null;
}

/** What a cheap look at an idle reader found. */
export interface PollResult {
  /** A plate that was read at the reader's panel since the poll before; null when there is none. */
  readonly plate: PlateReading | null;
  /** What the reader said, opaque, to be handed back as `lastSeen`; null forgets everything seen before. */
  readonly seen: string | null;
}

/** One row of a driver's fault table: a sentence for the operator, and what to do about it. */
export interface FaultDescription {
  readonly sentence: string;
  readonly remedy: string;
  /** True when somebody must go to the reader. */
  readonly needsOperator: boolean;
  /** True when the same command may simply be tried again. */
  readonly retry: boolean;
}

/** A dialogue failed for a reason of the driver's fault table. */
export class ReaderFault extends Error {
  readonly fault: string;
  /** The instrument's own code, verbatim, e.g. `8073`; null when it sent none. */
  readonly readerCode: string | null;
  /** What had arrived when it failed: whole rows, kept in the given-up reading. */
  readonly partial: PlateReading | null;

  constructor(
    fault: string,
    message: string,
    context: { readerCode?: string; partial?: PlateReading } = {},
  ) {
    super(message);
    this.name = "ReaderFault";
    this.fault = fault;
    this.readerCode = context.readerCode ?? null;
    this.partial = context.partial ?? null;
  }
}

export interface PortSettings {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: "none" | "even" | "odd";
  readonly rtscts: boolean;
  /** Software flow control; off where it is not said. */
  readonly xonXoff?: boolean;
  /** State of the modem lines after opening; raised where it is not said. */
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/** How received bytes become frames. More kinds come with the drivers that need them. */
export interface LineFraming {
  readonly kind: "line";
  /** One byte or more, as latin1 text. */
  readonly terminator: string;
  /** A line longer than this is cut off and handed on as an unterminated frame. */
  readonly maxBytes: number;
}

/** Every byte is a frame of one character: for binary protocols and those that mix text with raw bytes. */
export interface ByteFraming {
  readonly kind: "byte";
}

export type Framing = LineFraming | ByteFraming;

export type Verification = "bench" | "transcript" | "manual-only";

/** What is known of a kind of reader, however it is connected. `Options` is what the configuration says of one reader. */
export interface ReaderKind<Options = unknown> {
  /** The folder name under `drivers/`; for one of a family `family-member`, in `family/member`. */
  readonly id: string;
  /** Changes whenever the same bytes could give another reading. */
  readonly version: string;
  readonly vendor: string;
  readonly models: readonly string[];
  readonly verification: Verification;
  /** Where the protocol facts come from. */
  readonly evidence: string;
  readonly options: ZodType<Options>;
  readonly capabilities: {
    readonly wavelengths: "by-filter-position" | "by-nanometre";
    /** What a commanded read gives, and what an unasked one gives. */
    readonly commandedRead: "raw" | "reference-subtracted";
    readonly unaskedRead: "raw" | "reference-subtracted" | "none";
    readonly progress: boolean;
    readonly temperature: boolean;
    readonly keepsLastPlate: boolean;
    /** How often an idle reader is to be polled for plates read at its panel; null when it has no `poll`. */
    readonly pollEveryMs: number | null;
  };
  readonly faults: Readonly<Record<string, FaultDescription>>;
}

/** A reader that is talked to in bytes over a port. */
export interface Driver<Options = unknown> extends ReaderKind<Options> {
  /** To be tried in this order. */
  readonly ports: readonly PortSettings[];
  readonly framing: Framing;
  /** Byte patterns (latin1 prefixes, upper case) of commands that move hardware; never sent while identifying. */
  readonly movesHardware: readonly string[];
  readonly dialogues: {
    readonly identify: (options: Options) => Dialogue<ReaderIdentity>;
    readonly readPlate: (request: ReadRequest, options: Options) => Dialogue<PlateReading>;
    /** Present when the reader can send its last plate again. */
    readonly lastPlate:
      | ((options: Options, context: LastPlateContext) => Dialogue<LastPlate>)
      | null;
    /**
     * Gives the panel back to the people at the bench after a run was broken off. A plate that still arrives meanwhile
     * is handed on like one that `listen` reads.
     */
    readonly release: (options: Options) => Dialogue<UnaskedRecord>;
    /** Reads one unasked record to its end, starting with its first frame. */
    readonly listen: (options: Options) => Dialogue<UnaskedRecord>;
    /**
     * Present when plates read at the panel are sent by nobody and must be asked for. One cheap question, and the plate
     * itself only when the answer shows that a read has ended. Neither moves hardware nor takes the panel away from
     * people; a reader that is busy or says nothing is no fault.
     */
    readonly poll: ((options: Options, context: PollContext) => Dialogue<PollResult>) | null;
  };
}

/**
 * A reader behind an OPC-UA server, which hands over whole results. `src/instrument/opcua` holds the connection; here
 * is what the results mean.
 */
export interface ServerDriver<Options = unknown> extends ReaderKind<Options> {
  readonly protocol: "opc-ua";
  /** The plates of one result as it was kept; pure. Throws a ReaderFault when it cannot be understood. */
  readonly readRecord: (bytes: Uint8Array, options: Options) => readonly PlateReading[];
}

export type AnyDriver = Driver | ServerDriver;

export function isServerDriver(driver: AnyDriver): driver is ServerDriver {
  return "protocol" in driver;
}

/**
 * The same driver for a list of drivers of all kinds: its dialogues take any options and validate them, so `options`
 * must accept its own output. A dialogue throws a ZodError when it is given options that do not fit.
 */
export function forAnyOptions<Options>(driver: Driver<Options>): Driver {
  const { identify, readPlate, lastPlate, release, listen, poll } = driver.dialogues;
  const valid = (options: unknown): Options => driver.options.parse(options);
  return {
    ...driver,
    dialogues: {
      identify: (options) => identify(valid(options)),
      readPlate: (request, options) => readPlate(request, valid(options)),
      lastPlate: lastPlate && ((options, context) => lastPlate(valid(options), context)),
      release: (options) => release(valid(options)),
      listen: (options) => listen(valid(options)),
      poll: poll && ((options, context) => poll(valid(options), context)),
    },
  };
}

/**
 * The table of errors: the software could not do its job, whose fault it is and what to do about it.
 * `docs/errors.md` is checked against this table in both directions.
 */

export type Blame = "bench" | "admin" | "caller" | "bug";

interface ErrorEntry {
  readonly blame: Blame;
  readonly httpStatus: number;
  /** True when the same request may succeed later without anybody changing it. */
  readonly retry: boolean;
  readonly what: string;
  readonly remedy: string;
}

export const ERRORS = {
  BARCODE_ALREADY_READ: {
    blame: "bench",
    httpStatus: 409,
    retry: false,
    what: "A plate with this barcode has been read before, and no reason for reading it again was given.",
    remedy: "Check the barcode. If the plate is to be read again, say why; both readings are kept.",
  },
  BARCODE_INVALID: {
    blame: "bench",
    httpStatus: 422,
    retry: false,
    what: "The barcode is empty or holds characters that no label of ours has.",
    remedy:
      "Scan it again; letters, digits, dot, dash, underscore, slash and colon are allowed, 64 at most.",
  },
  BODY_TOO_LARGE: {
    blame: "caller",
    httpStatus: 413,
    retry: false,
    what: "The body of a request to the API is longer than any form of it.",
    remedy: "Send only the fields that the route knows.",
  },
  CONFIG_INVALID: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The configuration file is damaged or says something impossible.",
    remedy:
      "Mend what `platewarden config check FILE` lists; `platewarden config init` writes a fresh one.",
  },
  CONFIG_NOT_FOUND: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The configuration file does not exist or cannot be read.",
    remedy: "Name it with `--config FILE`, or write one with `platewarden config init`.",
  },
  CONTENT_TYPE_REFUSED: {
    blame: "caller",
    httpStatus: 415,
    retry: false,
    what: "A change was sent to the API as something else than JSON.",
    remedy: "Send the body as JSON with the header `content-type: application/json`.",
  },
  DAEMON_NOT_RUNNING: {
    blame: "caller",
    httpStatus: 503,
    retry: true,
    what: "No daemon works on this data folder.",
    remedy:
      "Start it with `platewarden daemon --config FILE`, and name its data folder with `--data DIR`.",
  },
  DATA_FOLDER_IN_USE: {
    blame: "admin",
    httpStatus: 503,
    retry: true,
    what: "Another daemon already works on this data folder.",
    remedy: "Use the one that runs, stop it, or name another data folder.",
  },
  FILE_NOT_WRITTEN: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "A file was not written: it exists already, or the folder cannot be written.",
    remedy: "Name another file, or move the one that is there away.",
  },
  FILE_UNREADABLE: {
    blame: "caller",
    httpStatus: 422,
    retry: false,
    what: "A file cannot be read: it is not there, is a folder, or may not be read.",
    remedy: "Check its name and that you may read it.",
  },
  FLAG_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No flag has this id.",
    remedy: "List the flags with `platewarden flags`.",
  },
  HOST_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    retry: false,
    what: "A request reached the API under a name that is not this computer's own.",
    remedy: "Open the page as http://localhost or http://127.0.0.1 on the bench computer.",
  },
  INTERNAL: {
    blame: "bug",
    httpStatus: 500,
    retry: true,
    what: "The program met an error that it does not know.",
    remedy:
      "Try once more. If it stays, give the log of this minute to whoever looks after Platewarden; captured plates are safe.",
  },
  KEEP_FOLDER_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "The place named with `--keep` holds a database already, or is a file.",
    remedy: "Name an empty folder, or one that is not there yet.",
  },
  LAYOUT_INVALID: {
    blame: "caller",
    httpStatus: 422,
    retry: false,
    what: "The layout file does not describe a plate completely and without contradiction.",
    remedy: "Mend what `platewarden layout check FILE` lists; it names well, line and column.",
  },
  LAYOUT_REVISION_CHANGED: {
    blame: "admin",
    httpStatus: 409,
    retry: false,
    what: "The layout file was changed after plates had been read with this revision.",
    remedy: "Restore the file, or save the change as a new revision: a used revision is frozen.",
  },
  LAYOUT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No layout has this id.",
    remedy:
      "List the layouts with `platewarden layout list`, or put the file into the layouts folder.",
  },
  ORIGIN_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    retry: false,
    what: "A page of another site tried to change something at the bench.",
    remedy: "Use Platewarden's own page. If you did, load it again under one name only.",
  },
  PLAN_CONFLICT: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "The plan names a barcode or a sample that another plan already has with another meaning.",
    remedy: "Change the barcode or the sample's name in the file. Nothing was imported.",
  },
  PLAN_INVALID: {
    blame: "caller",
    httpStatus: 422,
    retry: false,
    what: "The experiment file does not describe a plan completely and without contradiction.",
    remedy:
      "Mend what `platewarden plan check FILE` lists; it names line and column. Nothing was imported.",
  },
  PLATE_MISMATCH: {
    blame: "bench",
    httpStatus: 409,
    retry: false,
    what: "The plate is known with another sample or another layout.",
    remedy: "Check barcode, sample and layout: one of them is another plate's.",
  },
  PLATE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No plate has this id.",
    remedy: "Open the plate from the bench page, or list the plates with `platewarden plates`.",
  },
  PORT_FAILED: {
    blame: "bench",
    httpStatus: 503,
    retry: true,
    what: "A port could not be opened, or broke while it was used.",
    remedy:
      "Check cable, adapter and power of the reader; the daemon tries again by itself. The message holds the words of the operating system.",
  },
  PORT_NOT_FOUND: {
    blame: "bench",
    httpStatus: 503,
    retry: true,
    what: "Nothing stands at the port that the configuration names.",
    remedy:
      "Plug the adapter in, or switch the device server on, and compare the port with `ls /dev/serial/by-id`; the daemon tries again by itself.",
  },
  PORT_NOT_PERMITTED: {
    blame: "admin",
    httpStatus: 503,
    retry: true,
    what: "The daemon may not open this port.",
    remedy:
      "Put the daemon's user into the group that owns the port (`dialout` on most systems) and restart the daemon.",
  },
  PORT_SPEC_INVALID: {
    blame: "admin",
    httpStatus: 422,
    retry: false,
    what: "The configuration names a port in a way that cannot be read.",
    remedy:
      "Write `serial:/dev/serial/by-id/NAME` for a serial port or `tcp://HOST:PORT` for a serial device server.",
  },
  PORT_TAKEN: {
    blame: "bench",
    httpStatus: 503,
    retry: true,
    what: "Another program holds the port.",
    remedy:
      "Close the other program (a vendor's reader software, a terminal, a second daemon); `fuser -v PORT` names it. The daemon tries again by itself.",
  },
  READER_BUSY: {
    blame: "bench",
    httpStatus: 409,
    retry: true,
    what: "The reader is reading another plate.",
    remedy: "Wait until it has finished, or cancel that run.",
  },
  READER_NOT_READY: {
    blame: "bench",
    httpStatus: 409,
    retry: true,
    what: "The reader cannot begin to read a plate now.",
    remedy:
      "Mend what the message names, if it names anything, and start again when the reader is “ready”; or choose another reader.",
  },
  READER_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "The configuration has no reader of this name.",
    remedy: "List the readers with `platewarden readers`.",
  },
  READING_ALREADY_ASSIGNED: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "This reading already belongs to a plate.",
    remedy: "Look at that plate; a reading is one plate's.",
  },
  READING_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No reading has this id, or none that can be given to a plate.",
    remedy:
      "Compare the id: `platewarden plates --unassigned` lists the readings that wait, `platewarden plate show ID` names the reading of a plate.",
  },
  REQUEST_INVALID: {
    blame: "caller",
    httpStatus: 400,
    retry: false,
    what: "A request to the API lacks something or says something impossible.",
    remedy: "Correct the fields that the message names and send it again.",
  },
  ROUTE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "The API has nothing at this address.",
    remedy: "Check the address; the bench page is at `/`.",
  },
  RUN_FAILED: {
    blame: "bench",
    httpStatus: 409,
    retry: true,
    what: "A plate could not be read.",
    remedy: "Do what the message says; nothing that had arrived is lost.",
  },
  RUN_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No run has this id.",
    remedy: "List the runs with `platewarden runs`.",
  },
  SAMPLE_CLOSED: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "The sample has been closed: its verdicts are final.",
    remedy: "Use another sample name for cells of another day or state.",
  },
  SAMPLE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "No sample has this name.",
    remedy: "List the samples with `platewarden samples`.",
  },
  SETTINGS_INVALID: {
    blame: "admin",
    httpStatus: 422,
    retry: false,
    what: "An analysis setting is unknown, of the wrong kind or absurd.",
    remedy: "Mend the settings that the message names; a setting left out takes its default.",
  },
  STORE_BUSY: {
    blame: "admin",
    httpStatus: 503,
    retry: true,
    what: "Another process holds the database.",
    remedy: "End the other process that has the file open, then try again; nothing was written.",
  },
  STORE_DAMAGED: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The database file is damaged or not what this program made.",
    remedy: "Stop the daemon, keep a copy of the file, and restore the last good backup.",
  },
  STORE_FAILED: {
    blame: "admin",
    httpStatus: 500,
    retry: true,
    what: "The database refused for a reason SQLite names.",
    remedy: "Look at the disk and its log; nothing was half written.",
  },
  STORE_FOREIGN: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The file is a database of another program.",
    remedy: "Name another data folder; this file is left as it is.",
  },
  STORE_FULL: {
    blame: "admin",
    httpStatus: 507,
    retry: true,
    what: "The disk of the database is full.",
    remedy:
      "Free space on the disk of the data folder. Nothing was half written; the reader keeps its last plate.",
  },
  STORE_NEWER: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The database was written by a newer version of this program.",
    remedy: "Start the newer version again, or restore the backup made before the upgrade.",
  },
  STORE_NOT_FOUND: {
    blame: "caller",
    httpStatus: 404,
    retry: false,
    what: "There is no database in the data folder.",
    remedy: "Name the data folder of the daemon with `--data DIR`.",
  },
  STORE_NOT_WRITABLE: {
    blame: "admin",
    httpStatus: 500,
    retry: false,
    what: "The database cannot be opened or written with the rights of this user.",
    remedy: "Give this user the right to read and write the data folder.",
  },
  STUDY_INVALID: {
    blame: "caller",
    httpStatus: 422,
    retry: false,
    what: "The study file is not a study this program can play.",
    remedy:
      "Mend what the message names; the format is that of the study file shipped with the program.",
  },
  WAVELENGTH_NOT_INSTALLED: {
    blame: "bench",
    httpStatus: 409,
    retry: false,
    what: "The reader has no filter for a wavelength of this assay.",
    remedy:
      "Fit the filter, or set `measurement_nm` and `reference_nm` to wavelengths the reader has.",
  },
  WEB_NOT_SERVED: {
    blame: "admin",
    httpStatus: 503,
    retry: false,
    what: "The bench page cannot be served at the address that the configuration names.",
    remedy:
      "Set `host` under `[web]` to 127.0.0.1, and `port` to one above 1023 with free ones after it.",
  },
  WELL_INVALID: {
    blame: "caller",
    httpStatus: 422,
    retry: false,
    what: "The text names no well of a 96-well plate.",
    remedy: "Wells are A1 to H12.",
  },
  WELL_NOT_MASKED: {
    blame: "caller",
    httpStatus: 409,
    retry: false,
    what: "The well is not masked by a person.",
    remedy: "`platewarden plate show ID` lists the masked wells.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** The one error class. `message` says what happened to what, and where; the table says what to do. */
export class PlatewardenError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PlatewardenError";
    this.code = code;
    this.detail = options.detail ?? {};
  }

  /** An error that another process answered with; a code this program does not know counts as INTERNAL. */
  static fromAnswer(code: string, message: string, detail: unknown): PlatewardenError {
    const known = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "INTERNAL";
    const details = typeof detail === "object" && detail !== null ? { ...detail } : {};
    return new PlatewardenError(known, message, { detail: details });
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code];
  }
}

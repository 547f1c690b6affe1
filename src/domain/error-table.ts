/**
 * The table of errors: the software could not do its job, whose fault it is and what to do about it.
 * `docs/errors.md` is checked against this table in both directions.
 */

import type { ErrorEntry } from "./error-entry.ts";

export const ERRORS = {
  ANNOTATIONS_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "A table of annotations of samples has cells that cannot be read, or that may be read in two ways.",
    remedy:
      "Mend what the command lists, by line and column; nothing of the file has been imported. How to write one is in docs/cohort.md.",
  },
  ANNOTATION_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No annotation has this name.",
    remedy: "List the annotations with `platewarden annotations list`.",
  },
  ANALYSIS_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No analysis has this id, or the sample has none.",
    remedy: "List the analyses of a sample with `platewarden analyses SAMPLE`.",
  },
  BARCODE_ALREADY_READ: {
    blame: "bench",
    httpStatus: 409,
    what: "A plate with this barcode has been read before, and no reason for reading it again was given.",
    remedy: "Check the barcode. If the plate is to be read again, say why; both readings are kept.",
  },
  BARCODE_INVALID: {
    blame: "bench",
    httpStatus: 422,
    what: "The barcode is empty or holds characters that no label of ours has.",
    remedy:
      "Scan it again; letters, digits, dot, dash, underscore, slash and colon are allowed, 64 at most.",
  },
  BODY_TOO_LARGE: {
    blame: "caller",
    httpStatus: 413,
    what: "The body of a request to the API is longer than any form of it.",
    remedy: "Send only the fields that the route knows.",
  },
  CONFIG_INVALID: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file is damaged or says something impossible.",
    remedy:
      "Mend what `platewarden config check FILE` lists; `platewarden config init` writes a fresh one.",
  },
  CONFIG_NOT_FOUND: {
    blame: "admin",
    httpStatus: 500,
    what: "The configuration file does not exist or cannot be read.",
    remedy: "Name it with `--config FILE`, or write one with `platewarden config init`.",
  },
  CONTENT_TYPE_REFUSED: {
    blame: "caller",
    httpStatus: 415,
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
  DOCUMENT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No file with this hash is in quarantine.",
    remedy: "List what waits there with `platewarden quarantine list`.",
  },
  DRIVER_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No driver of this program has this name.",
    remedy: "Compare the name with docs/driver-notes.md, which lists the drivers.",
  },
  EXPORT_EMPTY: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no plate to export.",
    remedy: "List what has been read with `platewarden plates`.",
  },
  EXPORT_NOT_CURRENT: {
    blame: "admin",
    httpStatus: 409,
    retry: true,
    what: "A sample has changed since it was analysed, or another program version analysed it; its wells and its verdicts would not belong together.",
    remedy:
      "Run `platewarden reanalyse`, or let the daemon run, which does it by itself. Then export again.",
  },
  EXPORT_PROFILE_INVALID: {
    blame: "admin",
    httpStatus: 422,
    what: "A profile of export files cannot be used.",
    remedy:
      "Mend the fields that the message names; the shipped profiles in `drivers/exports/profiles` show the form.",
  },
  FILE_NOT_WRITTEN: {
    blame: "caller",
    httpStatus: 409,
    what: "A file was not written: it exists already, or the folder cannot be written.",
    remedy: "Name another file or folder, or move what is there away.",
  },
  FILE_UNREADABLE: {
    blame: "caller",
    httpStatus: 422,
    what: "A file cannot be read: it is not there, is a folder, or may not be read.",
    remedy: "Check its name and that you may read it.",
  },
  FLAG_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No flag has this id.",
    remedy: "List the flags with `platewarden flags`.",
  },
  HOST_REFUSED: {
    blame: "caller",
    httpStatus: 403,
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
    what: "The place named with `--keep` holds a database already, or is a file.",
    remedy: "Name an empty folder, or one that is not there yet.",
  },
  LAYOUT_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The layout file does not describe a plate completely and without contradiction.",
    remedy: "Mend what `platewarden layout check FILE` lists; it names well, line and column.",
  },
  LAYOUT_REVISION_CHANGED: {
    blame: "admin",
    httpStatus: 409,
    what: "The layout file was changed after plates had been read with this revision.",
    remedy: "Restore the file, or save the change as a new revision: a used revision is frozen.",
  },
  LAYOUT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No layout has this id.",
    remedy:
      "List the layouts with `platewarden layout list`, or put the file into the layouts folder.",
  },
  OPCUA_ADDRESS_INVALID: {
    blame: "admin",
    httpStatus: 422,
    what: "The address of an OPC UA server cannot be read.",
    remedy: "Write `opc.tcp://HOST:PORT`, with a path behind it where the server has one.",
  },
  OPCUA_FINGERPRINT_DIFFERS: {
    blame: "admin",
    httpStatus: 409,
    what: "An OPC UA server shows another certificate than the one that was to be trusted. Nothing was trusted.",
    remedy:
      "Compare the fingerprint at the reader once more. If they still differ, something else answers at this address.",
  },
  OPCUA_NOT_CONFIRMED: {
    blame: "caller",
    httpStatus: 409,
    what: "The certificate of an OPC UA server was not trusted, because nobody confirmed it.",
    remedy:
      "Compare the fingerprint at the reader, then answer with y, or give it with `--fingerprint`.",
  },
  OPCUA_UNREACHABLE: {
    blame: "bench",
    httpStatus: 503,
    retry: true,
    what: "An OPC UA server does not answer, or does not let us in.",
    remedy: "Do what the message says; check address, network and that the server runs.",
  },
  ORIGIN_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    what: "A page of another site tried to change something at the bench.",
    remedy: "Use Platewarden's own page. If you did, load it again under one name only.",
  },
  PLAN_CONFLICT: {
    blame: "caller",
    httpStatus: 409,
    what: "The plan names a barcode or a sample that another plan already has with another meaning.",
    remedy: "Change the barcode or the sample's name in the file. Nothing was imported.",
  },
  PLAN_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The experiment file does not describe a plan completely and without contradiction.",
    remedy:
      "Mend what `platewarden plan check FILE` lists; it names line and column. Nothing was imported.",
  },
  PLATE_MISMATCH: {
    blame: "bench",
    httpStatus: 409,
    what: "The plate is known with another sample or another layout.",
    remedy: "Check barcode, sample and layout: one of them is another plate's.",
  },
  PLATE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
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
  PROFILE_INVALID: {
    blame: "admin",
    httpStatus: 500,
    what: "A reader profile is damaged, says something impossible, or does not do what its examples say.",
    remedy: "Mend what `platewarden profile check FILE` lists.",
  },
  PROFILE_NOT_FOUND: {
    blame: "admin",
    httpStatus: 500,
    what: "A reader profile does not exist or cannot be read.",
    remedy:
      "Name its file with `profile` of the reader in the configuration, or on the command line.",
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
    what: "The configuration has no reader of this name.",
    remedy: "List the readers with `platewarden readers`.",
  },
  READING_ALREADY_ASSIGNED: {
    blame: "caller",
    httpStatus: 409,
    what: "This reading already belongs to a plate.",
    remedy: "Look at that plate; a reading is one plate's.",
  },
  READING_BARRED: {
    blame: "caller",
    httpStatus: 409,
    what: "The reading says of itself that it should not count, e.g. that it was simulated, typed in or saved by hand, or its numbers came before for another plate.",
    remedy:
      "Look at the file and at the wells; if it may count all the same, say why in `barReason` (`--bar-reason`).",
  },
  READING_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No reading has this id, or none that can be given to a plate.",
    remedy:
      "Compare the id: `platewarden plates --unassigned` lists the readings that wait, `platewarden plate show ID` names the reading of a plate.",
  },
  READING_WITHOUT_MEASUREMENT: {
    blame: "bench",
    httpStatus: 409,
    what: "The reading holds no measurement at the assay's wavelength, so it cannot be any plate's.",
    remedy: "Look at the reader's filters and at the file's wavelengths, and read the plate again.",
  },
  REQUEST_INVALID: {
    blame: "caller",
    httpStatus: 400,
    what: "A request to the API lacks something or says something impossible.",
    remedy: "Correct the fields that the message names and send it again.",
  },
  ROUTE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
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
    what: "No run has this id.",
    remedy: "List the runs with `platewarden runs`.",
  },
  SAMPLE_CLOSED: {
    blame: "caller",
    httpStatus: 409,
    what: "The sample has been closed: its verdicts are final.",
    remedy: "Use another sample name for cells of another day or state.",
  },
  SAMPLE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No sample has this name.",
    remedy: "List the samples with `platewarden samples`.",
  },
  SETTINGS_INVALID: {
    blame: "admin",
    httpStatus: 422,
    what: "An analysis setting is unknown, of the wrong kind or absurd.",
    remedy: "Mend the settings that the message names; a setting left out takes its default.",
  },
  SETTINGS_NAME_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "Settings cannot be saved under this name.",
    remedy:
      "Use letters, digits, dot, dash or underscore, 64 at most; `configuration` and `defaults` belong to the program.",
  },
  SETTINGS_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No settings of this name, or not this version of them, have been saved.",
    remedy:
      "List them with `platewarden settings list`; write NAME for the newest version, or NAME@VERSION.",
  },
  SIMULATOR_FAILED: {
    blame: "caller",
    httpStatus: 500,
    what: "A simulated reader could not be started, or refused what it was told.",
    remedy: "Mend what the message names; `platewarden simulate --list` shows models and faults.",
  },
  SIMULATOR_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no simulated reader of this name.",
    remedy: "List them with `platewarden simulate --list`.",
  },
  STORE_BUSY: {
    blame: "admin",
    httpStatus: 503,
    retry: true,
    what: "Another process holds the database.",
    remedy:
      "Wait until the other process is done (an upgrade copies the whole file first), or end it, then try again; nothing was written.",
  },
  STORE_DAMAGED: {
    blame: "admin",
    httpStatus: 500,
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
    what: "The database was written by a newer version of this program.",
    remedy:
      "Start the newer version again, or put back the copy made before the upgrade (the file whose name ends in `.before-` and a number).",
  },
  STORE_NOT_FOUND: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no database in the data folder.",
    remedy: "Name the data folder of the daemon with `--data DIR`.",
  },
  STORE_NOT_WRITABLE: {
    blame: "admin",
    httpStatus: 500,
    what: "The database cannot be opened or written with the rights of this user.",
    remedy: "Give this user the right to read and write the data folder.",
  },
  STUDY_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The study file is not a study this program can play.",
    remedy:
      "Mend what the message names; the format is that of the study file shipped with the program.",
  },
  TRANSCRIPT_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The file holds no transcript, or not the bytes that were recorded.",
    remedy:
      "Name a file that `platewarden record` wrote, or one below `drivers/`; a file whose hash differs was changed.",
  },
  TRANSCRIPT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No transcript has this id or number.",
    remedy: "List them with `platewarden transcript list`.",
  },
  WAVELENGTH_NOT_INSTALLED: {
    blame: "bench",
    httpStatus: 409,
    what: "The reader has no filter for a wavelength of this assay.",
    remedy:
      "Fit the filter, or set `measurement_nm` and `reference_nm` to wavelengths the reader has.",
  },
  WEB_NOT_SERVED: {
    blame: "admin",
    httpStatus: 503,
    what: "The bench page cannot be served at the address that the configuration names.",
    remedy:
      "Set `host` under `[web]` to 127.0.0.1, and `port` to one above 1023 with free ones after it.",
  },
  WELL_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The text names no well of a 96-well plate.",
    remedy: "Wells are A1 to H12.",
  },
  WELL_NOT_MASKED: {
    blame: "caller",
    httpStatus: 409,
    what: "The well is not masked by a person.",
    remedy: "`platewarden plate show ID` lists the masked wells.",
  },
} as const satisfies Record<string, ErrorEntry>;

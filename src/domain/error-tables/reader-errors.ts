/** Errors of readers, their ports, drivers, simulators and transcripts. */

import type { ErrorEntry } from "../error-entry.ts";

export const READER_ERRORS = {
  DRIVER_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No driver of this program has this name.",
    remedy: "Compare the name with docs/driver-notes.md, which lists the drivers.",
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
} as const satisfies Record<string, ErrorEntry>;

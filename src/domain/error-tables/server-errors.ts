/** Errors of the server, its requests, the data folder and the database. */

import type { ErrorEntry } from "../error-entry.ts";

export const SERVER_ERRORS = {
  BODY_TOO_LARGE: {
    blame: "caller",
    httpStatus: 413,
    what: "The body of a request to the API is longer than any form of it.",
    remedy: "Send only the fields that the route knows.",
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
  HOST_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    what: "A request reached the API under a name that is neither this computer's own nor one of `names` under `[web]`.",
    remedy:
      "Open the page as localhost or 127.0.0.1 on the bench computer, elsewhere under one of its configured names.",
  },
  INTERNAL: {
    blame: "bug",
    httpStatus: 500,
    retry: true,
    what: "The program met an error that it does not know.",
    remedy:
      "Try once more. If it stays, give the log of this minute to whoever looks after Platewarden; captured plates are safe.",
  },
  ORIGIN_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    what: "A page of another site tried to change something at the bench.",
    remedy: "Use Platewarden's own page. If you did, load it again under one name only.",
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
  INTEGRITY_KEY_UNUSABLE: {
    blame: "admin",
    httpStatus: 500,
    what: "The key that signs the daily digests cannot be read, is not an Ed25519 key, or cannot be made.",
    remedy:
      "Give the daemon's user the right to read it, or put it back from where it is kept. If it is lost, move the broken file away: a new key is made at the next start, and digests name the key they were signed with.",
  },
  STORE_OLDER: {
    blame: "admin",
    httpStatus: 409,
    what: "The database has the schema of an older version of this program, and this command changes nothing.",
    remedy:
      "Start the daemon once, which brings the database up and keeps a copy; or use the version that wrote it.",
  },
  STORE_GONE: {
    blame: "admin",
    httpStatus: 500,
    what: "The database of this data folder has been deleted or moved, or its disk is not mounted.",
    remedy:
      "Mount the disk or put the file back; if it is lost, move what is left of the folder aside and restore the newest backup (docs/recovery.md). A new, empty database would know none of the plates.",
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
  WEB_NOT_SERVED: {
    blame: "admin",
    httpStatus: 503,
    what: "The bench page cannot be served at the address that the configuration names.",
    remedy:
      "Set `host` under `[web]` to 127.0.0.1, and `port` to one above 1023 with free ones after it.",
  },
} as const satisfies Record<string, ErrorEntry>;

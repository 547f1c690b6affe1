import { z } from "zod";
import { ALL_NOTICE_KINDS } from "../domain/notice.ts";
import { BACKUP_ADVICE, BACKUP_KEYS, backupSection } from "./config-sections/backup-section.ts";
import {
  INTEGRITY_ADVICE,
  INTEGRITY_KEYS,
  integritySection,
} from "./config-sections/integrity-section.ts";
import {
  LOG_KEYS,
  logSection,
  METRICS_KEYS,
  metricsSection,
  OBSERVE_ADVICE,
} from "./config-sections/observe-section.ts";
import { WEB_ADVICE, WEB_KEYS, webSection } from "./config-sections/web-section.ts";

const portNumber = z.int().min(0).max(65_535);
const wavelengthNm = z.int().min(300).max(1000);

const assay = z
  .strictObject({
    measurement_nm: wavelengthNm.default(570),
    reference_nm: z.union([wavelengthNm, z.literal("none")]).default(650),
  })
  .superRefine(({ measurement_nm, reference_nm }, context) => {
    if (measurement_nm !== reference_nm) return;
    context.addIssue({
      code: "custom",
      path: ["reference_nm"],
      message: `\`reference_nm\` is the same as \`measurement_nm\`, ${measurement_nm} nm; taken off each other nothing would be left`,
      params: { check: "value", remedy: 'Name another wavelength, or write "none".' },
    });
  });

const id = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/,
    "an id is letters, digits, dot, dash or underscore, 32 at most",
  );

const reader = z.strictObject({
  id,
  driver: z.string(),
  /** The description of a reader without a driver of its own; with `driver = "profile"` alone. */
  profile: z.string().min(1).optional(),
  /** `serial:/dev/serial/by-id/…`, `tcp://host:port` or `opc.tcp://host:port`. */
  port: z.string(),
  options: z.record(z.string(), z.unknown()).default({}),
});

/** A folder in which a vendor's program drops its exports. */
const folder = z.strictObject({
  id,
  path: z.string().min(1),
  /** Endings of the files that are taken; without it all are. */
  endings: z.array(z.string().regex(/^\.[^/]+$/, "an ending begins with a dot")).default([]),
  look_every_s: z.number().min(0.05).max(3600).default(3),
  settle_s: z.number().min(0).max(3600).default(2),
});

const noticeKinds = z.array(z.enum(ALL_NOTICE_KINDS)).default([...ALL_NOTICE_KINDS]);

/** Notices as e-mail. */
const mail = z.strictObject({
  host: z.string().min(1),
  port: portNumber.default(587),
  security: z.enum(["starttls", "tls", "none"]).default("starttls"),
  user: z.string().min(1).optional(),
  /** A file that holds the password and nothing else, or `credential:NAME`. */
  password_file: z.string().min(1).optional(),
  from: z.email(),
  to: z.array(z.email()).min(1),
  kinds: noticeKinds,
});

/** Notices as signed HTTP requests. */
const webhook = z.strictObject({
  id,
  url: z.url({ protocol: /^https?$/ }),
  /** A file that holds the key and nothing else, `whsec_` and base64 as the receiver gives it, or `credential:NAME`. */
  secret_file: z.string().min(1),
  kinds: noticeKinds,
});

/** The configuration file, `platewarden-config/2`. */
export const configSchema = z.strictObject({
  schema: z.literal("platewarden-config/2"),
  /** Data folder: database, lock and the running daemon's address. */
  data: z.string().min(1),
  /** Folder of layout files; the ones shipped with the program when absent. */
  layouts: z.string().min(1).optional(),
  web: webSection.prefault({}),
  assay: assay.prefault({}),
  /** Thresholds that differ from the default, by the names of the analysis. */
  settings: z.record(z.string(), z.unknown()).default({}),
  reader: z.array(reader).default([]),
  folder: z.array(folder).default([]),
  /** Descriptions of exports, in addition to the shipped ones or in their place. */
  export_profiles: z.array(z.string().min(1)).default([]),
  mail: mail.optional(),
  webhook: z.array(webhook).default([]),
  backup: backupSection.optional(),
  log: logSection.prefault({}),
  metrics: metricsSection.prefault({}),
  integrity: integritySection.prefault({}),
});

export type ConfigFile = z.output<typeof configSchema>;

export const CONFIG_KEYS = [
  {
    at: [],
    keys: [
      "schema",
      "data",
      "layouts",
      "web",
      "assay",
      "settings",
      "reader",
      "folder",
      "export_profiles",
      "mail",
      "webhook",
      "backup",
      "log",
      "metrics",
      "integrity",
    ],
  },
  { at: ["web"], keys: WEB_KEYS },
  { at: ["backup"], keys: BACKUP_KEYS },
  { at: ["log"], keys: LOG_KEYS },
  { at: ["metrics"], keys: METRICS_KEYS },
  { at: ["integrity"], keys: INTEGRITY_KEYS },
  { at: ["assay"], keys: ["measurement_nm", "reference_nm"] },
  { at: ["reader", "*"], keys: ["id", "driver", "profile", "port", "options"] },
  {
    at: ["mail"],
    keys: ["host", "port", "security", "user", "password_file", "from", "to", "kinds"],
  },
  { at: ["webhook", "*"], keys: ["id", "url", "secret_file", "kinds"] },
  { at: ["folder", "*"], keys: ["id", "path", "endings", "look_every_s", "settle_s"] },
] as const;

export const CONFIG_ADVICE: Readonly<Record<string, string>> = {
  schema: 'Write schema = "platewarden-config/2".',
  data: 'Name the data folder, e.g. data = "/var/lib/platewarden".',
  id: 'Give each reader a short name of its own, e.g. "bench-1".',
  port: 'Write "serial:/dev/serial/by-id/…", "tcp://host:port", or for OPC-UA "opc.tcp://host:port".',
  path: "Name the folder in which the vendor's program saves its exports.",
  endings: 'Write endings with their dot, e.g. endings = [".txt", ".xlsx"].',
  look_every_s: "How often the folder is looked through, in seconds; usually 3.",
  settle_s: "How long a file must not have changed, in seconds, before it is taken; usually 2.",
  profile: 'Name the file that describes the reader, and write driver = "profile".',
  security:
    'Write "starttls" (usually port 587), "tls" (usually 465), or "none" for a mail server on this computer.',
  password_file: "Name a file that holds the password alone, readable by the daemon only.",
  from: 'Write an address, e.g. from = "platewarden@lab.example".',
  to: 'Write addresses, e.g. to = ["bench@lab.example"].',
  url: 'Write the whole address, e.g. url = "https://lims.lab.example/hooks/platewarden".',
  secret_file: "Name a file that holds the receiver's key alone, `whsec_` and base64.",
  kinds: `Kinds of notices are: ${ALL_NOTICE_KINDS.join(", ")}.`,
  ...WEB_ADVICE,
  ...BACKUP_ADVICE,
  ...OBSERVE_ADVICE,
  ...INTEGRITY_ADVICE,
  measurement_nm: "Wavelengths are whole numbers in nm from 300 to 1000.",
  reference_nm: 'A wavelength in nm from 300 to 1000, or "none".',
  reader:
    "At least one [[reader]] with id, driver and port, or one [[folder]] with id and path, is needed.",
};

import { z } from "zod";

const portNumber = z.int().min(0).max(65_535);
const wavelengthNm = z.int().min(300).max(1000);

/** Names under which a computer reaches itself and nobody else reaches it. */
const LOOPBACK = /^(?:localhost|::1|127\.0\.0\.1)$/i;

/** The page knows no sign-in, so it must not be reachable from elsewhere. */
const loopbackHost = z
  .string()
  .default("127.0.0.1")
  .superRefine((host, context) => {
    if (LOOPBACK.test(host)) return;
    context.addIssue({
      code: "custom",
      message: `\`host\` cannot be ${JSON.stringify(host)}: the page has no sign-in yet, so it is served on this computer only`,
      params: { check: "value", remedy: 'Write "127.0.0.1", "::1" or "localhost".' },
    });
  });

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

/** The configuration file, `platewarden-config/1`. */
export const configSchema = z.strictObject({
  schema: z.literal("platewarden-config/1"),
  /** Data folder: database, lock and the running daemon's address. */
  data: z.string().min(1),
  /** Folder of layout files; the ones shipped with the program when absent. */
  layouts: z.string().min(1).optional(),
  web: z
    .strictObject({
      host: loopbackHost,
      port: portNumber.default(8480),
    })
    .prefault({}),
  assay: assay.prefault({}),
  /** Thresholds that differ from the default, by the names of the analysis. */
  settings: z.record(z.string(), z.unknown()).default({}),
  reader: z.array(reader).default([]),
  folder: z.array(folder).default([]),
  /** Descriptions of exports, in addition to the shipped ones or in their place. */
  export_profiles: z.array(z.string().min(1)).default([]),
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
    ],
  },
  { at: ["web"], keys: ["host", "port"] },
  { at: ["assay"], keys: ["measurement_nm", "reference_nm"] },
  { at: ["reader", "*"], keys: ["id", "driver", "profile", "port", "options"] },
  { at: ["folder", "*"], keys: ["id", "path", "endings", "look_every_s", "settle_s"] },
] as const;

export const CONFIG_ADVICE: Readonly<Record<string, string>> = {
  schema: 'Write schema = "platewarden-config/1".',
  data: 'Name the data folder, e.g. data = "/var/lib/platewarden".',
  id: 'Give each reader a short name of its own, e.g. "bench-1".',
  port: 'Write "serial:/dev/serial/by-id/…", "tcp://host:port", or for OPC-UA "opc.tcp://host:port".',
  path: "Name the folder in which the vendor's program saves its exports.",
  endings: 'Write endings with their dot, e.g. endings = [".txt", ".xlsx"].',
  look_every_s: "How often the folder is looked through, in seconds; usually 3.",
  settle_s: "How long a file must not have changed, in seconds, before it is taken; usually 2.",
  profile: 'Name the file that describes the reader, and write driver = "profile".',
  "web.host": 'Write "127.0.0.1", "::1" or "localhost".',
  "web.port":
    "The port of the bench page is a whole number from 0 to 65535, usually 8480; 0 takes any free one.",
  measurement_nm: "Wavelengths are whole numbers in nm from 300 to 1000.",
  reference_nm: 'A wavelength in nm from 300 to 1000, or "none".',
  reader:
    "At least one [[reader]] with id, driver and port, or one [[folder]] with id and path, is needed.",
};

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

const reader = z.strictObject({
  id: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/,
      "a reader's id is letters, digits, dot, dash or underscore, 32 at most",
    ),
  driver: z.string(),
  /** `serial:/dev/serial/by-id/…` or `tcp://host:port`. */
  port: z.string(),
  options: z.record(z.string(), z.unknown()).default({}),
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
  reader: z.array(reader).min(1),
});

export type ConfigFile = z.output<typeof configSchema>;

export const CONFIG_KEYS = [
  { at: [], keys: ["schema", "data", "layouts", "web", "assay", "settings", "reader"] },
  { at: ["web"], keys: ["host", "port"] },
  { at: ["assay"], keys: ["measurement_nm", "reference_nm"] },
  { at: ["reader", "*"], keys: ["id", "driver", "port", "options"] },
] as const;

export const CONFIG_ADVICE: Readonly<Record<string, string>> = {
  schema: 'Write schema = "platewarden-config/1".',
  data: 'Name the data folder, e.g. data = "/var/lib/platewarden".',
  id: 'Give each reader a short name of its own, e.g. "bench-1".',
  port: 'Write "serial:/dev/serial/by-id/…" or "tcp://host:port".',
  "web.host": 'Write "127.0.0.1", "::1" or "localhost".',
  "web.port":
    "The port of the bench page is a whole number from 0 to 65535, usually 8480; 0 takes any free one.",
  measurement_nm: "Wavelengths are whole numbers in nm from 300 to 1000.",
  reference_nm: 'A wavelength in nm from 300 to 1000, or "none".',
  reader: "At least one [[reader]] with id, driver and port is needed.",
};

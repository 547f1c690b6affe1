/** `[log]` and `[metrics]` of the configuration: what those who look after the bench see of the daemon. */
import { resolve } from "node:path";
import { z } from "zod";
import { LOG_LEVELS, type LogLevel } from "../../observe/logger.ts";

export const logSection = z.strictObject({
  level: z.enum(LOG_LEVELS).default("info"),
  file: z.string().min(1).optional(),
});

export const metricsSection = z.strictObject({
  open_on_loopback: z.boolean().default(false),
});

export const LOG_KEYS = ["level", "file"] as const;
export const METRICS_KEYS = ["open_on_loopback"] as const;

export const OBSERVE_ADVICE: Readonly<Record<string, string>> = {
  level: 'Write "error", "warn", "info" (usual) or "debug".',
  "log.file":
    'Name a file to which the log goes as well, e.g. file = "log/platewarden.log"; the journal of the system needs none.',
  open_on_loopback:
    "true lets every program on this computer read /metrics without a token; false (usual) asks for one.",
};

export interface LogConfig {
  readonly level: LogLevel;
  /** Null: the log goes to standard error alone. */
  readonly file: string | null;
}

export interface MetricsConfig {
  /** True: programs on this computer read the metrics without a token. */
  readonly openOnLoopback: boolean;
}

/** Relative files count from `folder`. */
export function toLogConfig(log: z.output<typeof logSection>, folder: string): LogConfig {
  return { level: log.level, file: log.file === undefined ? null : resolve(folder, log.file) };
}

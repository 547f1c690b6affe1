/** What a process tries that runs under the limits of the service; told as JSON. It is handed to the installed Node. */
export const PROBE_PROGRAM = `
const { closeSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const tried = (work) => { try { return work() ?? "done"; } catch (error) { return error.code; } };
const opened = (path) => tried(() => closeSync(openSync(path, "r+")));
const written = (path) => tried(() => { writeFileSync(path, "x"); rmSync(path); });
const read = (path) => tried(() => { readFileSync(path); });
const folders = ["/", "/etc", "/etc/platewarden", "/usr/local/bin", "/opt/platewarden/current/src", "/boot", "/srv", "/home", "/root", "/var/lib", "/var/log", "/run"];
console.log(JSON.stringify({
  written: Object.fromEntries(folders.map((folder) => [folder, written(folder + "/probe")])),
  own: [process.env.STATE_DIRECTORY, process.env.CACHE_DIRECTORY].map((folder) => written(folder + "/probe")),
  read: Object.fromEntries(["/root", "/home"].map((folder) => folder + "/private").concat(["/etc/shadow", "/etc/platewarden/secrets/mail-password"]).map((path) => [path, read(path)])),
  config: read("/etc/platewarden/platewarden.toml"),
  secret: tried(() => readFileSync(process.env.CREDENTIALS_DIRECTORY + "/platewarden_mail-password", "utf8").trim()),
  devices: Object.fromEntries(readdirSync("/dev/probe").map((name) => [name, opened("/dev/probe/" + name)])),
  status: readFileSync("/proc/self/status", "utf8"),
}));
`;

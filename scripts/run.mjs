// A program run to its end, quietly.
import { spawnSync } from "node:child_process";

/** Runs a program quietly and returns what it wrote; throws with the end of its output when it fails or is too slow. */
export function run(command, args, { cwd, seconds, env = {} }) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
    maxBuffer: 2 ** 26,
  });
  if (error === undefined && status === 0) return stdout;
  const why =
    error?.code === "ETIMEDOUT"
      ? `no end after ${seconds} s`
      : (error?.message ?? `exit ${status ?? signal}`);
  const last = `${stdout ?? ""}\n${stderr ?? ""}`.trim().split("\n").slice(-3).join(" | ");
  throw new Error(`${command.split(/[\\/]/).pop()} ${args[0]}: ${why}${last && `: ${last}`}`);
}

/** Runs npm: the one that runs us, or the one on PATH. What an outer `npm --workspace …` asked for is not passed on. */
export function npm(args, options) {
  const env = { npm_config_workspace: "", npm_config_workspaces: "", npm_config_global: "" };
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: read at install time, never by a turbo task
  const outer = process.env.npm_execpath;
  if (outer?.endsWith(".js")) return run(process.execPath, [outer, ...args], { ...options, env });
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, { ...options, env });
}

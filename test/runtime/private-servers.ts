import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A server of our own, in a temporary directory. */
export interface PrivateServer {
  readonly address: string;
  readonly stop: () => void;
}

/** Why a server cannot be had, for the test runner; false when it can. */
export function skipWithoutRedis(): string | false {
  return findProgram("redis-server") === undefined && "redis-server is not installed";
}

/** The same for PostgreSQL. */
export function skipWithoutPostgres(): string | false {
  return postgresProgram("initdb") === undefined && "postgresql is not installed";
}

/** Starts a Redis that keeps nothing. */
export async function startRedis(): Promise<PrivateServer> {
  const directory = mkdtempSync(join(tmpdir(), "uncoil-redis-"));
  const socket = join(directory, "redis.sock");
  const parameters = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", directory];
  const child = spawn(findProgram("redis-server") ?? "redis-server", parameters, { stdio: "ignore" });
  const stop = (): void => {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  };
  await untilThere(() => existsSync(socket), stop, "Redis");
  return { address: `unix://${socket}`, stop };
}

/** Starts a PostgreSQL that trusts everybody on this machine. It refuses to run as root: then it runs as `postgres`. */
export async function startPostgres(): Promise<PrivateServer> {
  const directory = mkdtempSync(join(tmpdir(), "uncoil-postgres-"));
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  chmodSync(directory, 0o700);
  const data = join(directory, "data");
  const options = { stdio: "ignore", cwd: directory, ...user } as const;
  spawnSync(postgresProgram("initdb") ?? "", ["-D", data, "-A", "trust", "-U", "postgres", "--no-sync"], options);
  const port = await freePort();
  const child = spawn(
    postgresProgram("postgres") ?? "",
    ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-k", directory, "-F"],
    options,
  );
  const stop = (): void => {
    child.kill("SIGQUIT");
    rmSync(directory, { recursive: true, force: true });
  };
  const isReady = (): boolean =>
    spawnSync(postgresProgram("pg_isready") ?? "", ["-h", "127.0.0.1", "-p", String(port)]).status === 0;
  await untilThere(isReady, stop, "PostgreSQL");
  return { address: `postgresql://postgres@127.0.0.1:${port}/postgres`, stop };
}

function findProgram(name: string, more: readonly string[] = []): string | undefined {
  const directories = [...more, ...(process.env["PATH"] ?? "").split(delimiter)];
  return directories.map((directory) => join(directory, name)).find(existsSync);
}

/** Debian keeps the programs of each version apart. */
function postgresProgram(name: string): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map((version) => join(root, version, "bin")) : [];
  return findProgram(name, versions);
}

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function untilThere(isThere: () => boolean, stop: () => void, name: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`${name} did not start`);
}

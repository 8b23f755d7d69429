import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

/** One event of the agent: a JSON object whose `event` names its kind. The other fields are those of its kind. */
export interface AgentEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A socket that Python processes send events to. */
export interface EventChannel {
  /** What the agent connects to: the path of a socket, or the name of a pipe on Windows. */
  readonly address: string;
  /**
   * Waits until every process has hung up, `patience` milliseconds after the last event at most, and removes the socket. What
   * a process sent before it died is delivered before this resolves.
   */
  readonly close: (patience: number) => Promise<void>;
}

/** A line longer than this is no event of ours: whatever sends it is cut off. */
const longestLine = 64 * 1024 * 1024;

/**
 * Opens a channel. `onEvent` gets each event with the number of its connection; one process may connect more than once.
 * `onHangUp` gets the number of a connection that has ended, as it does with its process.
 */
export async function openEventChannel(
  onEvent: (event: AgentEvent, connection: number) => void,
  onHangUp: (connection: number) => void = () => undefined,
): Promise<EventChannel> {
  const directory = process.platform === "win32" ? undefined : mkdtempSync(join(tmpdir(), "uncoil-"));
  const address =
    directory === undefined
      ? `\\\\.\\pipe\\uncoil-${process.pid}-${randomBytes(6).toString("hex")}`
      : join(directory, "events");
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    const connection = count++;
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      onHangUp(connection);
    });
    socket.on("error", () => socket.destroy());
    readLines(socket, (line) => {
      const event = parseEvent(line);
      if (event !== undefined) onEvent(event, connection);
    });
  });
  try {
    await listen(server, address);
  } catch (error) {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  return {
    address,
    close: async (patience) => {
      await untilQuiet(sockets, patience);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
}

function readLines(socket: Socket, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  socket.on("data", (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length > longestLine) socket.destroy();
  });
}

/** The event of a line, or undefined when the line is none: a process may die in the middle of one. */
function parseEvent(line: string): AgentEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent = typeof value === "object" && value !== null && "event" in value && typeof value.event === "string";
    return isEvent ? (value as AgentEvent) : undefined;
  } catch {
    return undefined;
  }
}

function untilQuiet(sockets: ReadonlySet<Socket>, patience: number): Promise<void> {
  return new Promise((resolve) => {
    let quietSince = performance.now();
    let read = -1;
    const look = (): void => {
      const now = performance.now();
      const readNow = [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
      if (readNow !== read) quietSince = now;
      read = readNow;
      // Connections that were made and not yet accepted show on the next turn.
      if ((sockets.size === 0 && now - quietSince > 5) || now - quietSince > patience) resolve();
      else setTimeout(look, 2);
    };
    setImmediate(look);
  });
}

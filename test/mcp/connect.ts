import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { makeProject } from "../cli/command-line.ts";

/** The built bundle; `UNCOIL_CLI` names another. */
export const bundle: string = resolve(process.env["UNCOIL_CLI"] ?? "dist/cli.js");

/** The protocol's two eras: with `initialize`, and with the request's envelope. */
export type Era = "2025-11-25" | "2026-07-28";

export const eras: readonly Era[] = ["2025-11-25", "2026-07-28"];

export interface ConnectRequest {
  /** Working directory of the server. */
  readonly cwd: string;
  readonly era?: Era;
  /** After `mcp`. */
  readonly parameters?: readonly string[];
  readonly cli?: string;
}

const clients: Client[] = [];
after(async () => {
  for (const client of clients) await client.close();
});

/** The official client, connected to `uncoil mcp`. It is closed when the tests end. */
export async function connect({
  cwd,
  era = "2025-11-25",
  parameters = [],
  cli = bundle,
}: ConnectRequest): Promise<Client> {
  const options = era === "2025-11-25" ? {} : { versionNegotiation: { mode: { pin: era } } };
  const client = new Client({ name: "test", version: "0" }, options);
  clients.push(client);
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [cli, "mcp", ...parameters], cwd, stderr: "pipe" }),
  );
  return client;
}

export interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** Calls a tool. */
export async function call(client: Client, name: string, given: Record<string, unknown> = {}): Promise<Answer> {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: given });
  const [first] = content;
  return {
    text: first?.type === "text" ? first.text : "",
    data: (structuredContent ?? {}) as Record<string, unknown>,
    isError: isError === true,
  };
}

/** What a tool refuses to do, and why. */
export async function refusal(client: Client, name: string, given: Record<string, unknown>): Promise<string> {
  const { text, isError } = await call(client, name, given);
  if (!isError) throw new Error(`${name} was not refused: ${text}`);
  return text;
}

export interface Finding {
  readonly id: string;
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly fix?: string;
}

/** The findings of every page of `check`. */
export async function checkAll(client: Client, given: Record<string, unknown> = {}): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  let cursor: unknown;
  do {
    const { data, text, isError } = await call(client, "check", cursor === undefined ? given : { ...given, cursor });
    if (isError) throw new Error(text);
    found.push(...(data["findings"] as Finding[]));
    cursor = data["next_cursor"];
  } while (cursor !== undefined);
  return found;
}

/** `path:line CODE` of each finding. */
export function placesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ path, line, code }) => `${path}:${line} ${code}`);
}

/** A copy of the example to change. */
export function copyBookshop(): string {
  const root = makeProject({});
  cpSync(join("examples", "bookshop"), root, { recursive: true });
  return root;
}

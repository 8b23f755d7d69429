import type { ServerContext } from "@modelcontextprotocol/server";

/** Milliseconds between notifications: clients give up on calls that stay silent. */
const interval = 1000;

export interface Progress {
  /** What is told from now on. */
  readonly tell: (message: string) => void;
  readonly stop: () => void;
}

/** Tells the client every second how many have passed, when it has asked for that. */
export function startProgress({ mcpReq }: ServerContext): Progress {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { tell: () => undefined, stop: () => undefined };
  let message = "";
  let progress = 0;
  const timer = setInterval(() => {
    const params = { progressToken, progress: ++progress, message };
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
  }, interval);
  return { tell: (text) => (message = text), stop: () => clearInterval(timer) };
}

/** The programs of `npm run bench speedup`, each a directory of bench/speedup with the `program` and what drives it. */

/** A program as people write it, slow for a reason that a rule knows. */
export interface Program {
  /** Its directory below bench/speedup. */
  readonly name: string;
  /** What it does, and why it is slow, for the table. */
  readonly summary: string;
  /** Options of `uncoil check`, besides those that fix: rules that are off by default. */
  readonly options: readonly string[];
  /** How many times as fast it must be after the fixes; undefined where nothing is promised. */
  readonly target: number | undefined;
  /** A command that the driver needs, and the Debian package that has it. */
  readonly needs?: string;
}

export const programs: readonly Program[] = [
  {
    name: "overview",
    summary: "a page that asks three services, a second each, one after another",
    options: ["--extend-select", "AIO302"],
    target: 2.8,
  },
  {
    name: "labels",
    summary: "a FastAPI service, 50 clients; three calls below the endpoint a helper polls with `time.sleep`",
    options: [],
    target: 10,
  },
  {
    name: "catalogue",
    summary: "a FastAPI service, 50 clients; three calls below the endpoint a helper uses `requests`",
    options: [],
    target: undefined,
  },
  {
    name: "scraper",
    summary: "a scraper that opens an aiohttp session for each of 501 pages, over TLS",
    options: [],
    target: undefined,
  },
  {
    name: "worker",
    summary: "a worker with a consumer for each of three Redis queues, which waits with the synchronous client",
    options: [],
    target: undefined,
    needs: "redis-server",
  },
];

/** What the programs and their drivers import, installed with pip. */
export const requirements: readonly string[] = [
  "aiohttp==3.14.5",
  "fastapi==0.165.0",
  "httpx==0.28.1",
  "redis==8.1.0",
  "requests==2.34.2",
  "trustme==1.2.1",
  "uvicorn==0.54.0",
];

/** Entry of a worker thread: takes files from the shared counter until none is left. `worker-pool.ts` starts it. */
import { parentPort, workerData } from "node:worker_threads";
import { summariseSource } from "../summary/summarise-source.ts";
import { packSummary, transferListOf } from "../summary/transfer.ts";
import { readSource } from "./read-source.ts";
import { takeIndex, type WorkerData, type WorkerResult } from "./worker-pool.ts";

/** Results are sent in batches: a message costs more than a small file's summary. */
const filesPerMessage = 16;

const { files, counter } = workerData as WorkerData;
let results: WorkerResult[] = [];
for (let index = takeIndex(counter); index < files.length; index = takeIndex(counter)) {
  const path = files[index] ?? "";
  const { bytes } = readSource(path);
  results.push({ index, summary: bytes && packSummary(summariseSource(path, bytes)) });
  if (results.length >= filesPerMessage) sendResults();
}
sendResults();

function sendResults(): void {
  const buffers = results.flatMap(({ summary }) => (summary === undefined ? [] : transferListOf(summary)));
  parentPort?.postMessage(results, [...new Set(buffers)]);
  results = [];
}

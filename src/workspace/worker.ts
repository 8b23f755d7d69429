/** Entry of a worker thread. The pool that starts it is `worker-pool.ts`. */
export {};

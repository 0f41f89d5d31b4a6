/** Read by worker.ts. */
process.env.MAX_CACHED_WORKFLOWS = '0';

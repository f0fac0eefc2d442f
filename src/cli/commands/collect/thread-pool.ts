/** Threads of Node's own pool, where zlib works, unless UV_THREADPOOL_SIZE says otherwise before the pool's first use. */
const USUAL = 4;

/** Lets Node's pool have `jobs` threads. Has no effect if something has used it before, as a config in TypeScript does. */
export function widenThreadPool(env: Record<string, string | undefined>, jobs: number): void {
  if (jobs > USUAL) env.UV_THREADPOOL_SIZE ??= `${jobs}`;
}

/**
 * What Cloudflare's own router does in front of a worker with assets: the paths of `run_worker_first` go to the worker,
 * the rest are files, and a path without a file is the dashboard's. It keeps the assets router, which costs more than an
 * accepted event, out of the way of the SDKs.
 */
interface Routes {
  CORE: Fetcher
  FILES: Fetcher
  WORKER_FIRST: string[]
}

export default {
  fetch(request: Request, { CORE, FILES, WORKER_FIRST }: Routes): Promise<Response> {
    const start = request.url.indexOf('/', 8)
    const path = start < 0 ? '/' : request.url.slice(start)
    const toWorker = WORKER_FIRST.some((pattern) =>
      pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path.split('?')[0] === pattern,
    )
    return (toWorker ? CORE : FILES).fetch(request)
  },
}

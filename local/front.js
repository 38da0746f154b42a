/**
 * What Cloudflare's own router does in front of a worker with assets: the paths of `run_worker_first` go to the worker,
 * the rest are files, and a path without a file is the dashboard's. It keeps the assets router, which costs more than an
 * accepted event, out of the way of the SDKs. Plain JavaScript: it is handed to workerd as it stands.
 */
export default {
  fetch(request, { CORE, FILES, WORKER_FIRST }) {
    const start = request.url.indexOf('/', 8)
    const path = start < 0 ? '/' : request.url.slice(start)
    return (WORKER_FIRST.some((pattern) => matches(path, pattern)) ? CORE : FILES).fetch(request)
  },
}

function matches(path, pattern) {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path.split('?')[0] === pattern
}

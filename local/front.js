/**
 * What Cloudflare's own router does in front of a worker with assets: the paths of `run_worker_first` go to the worker,
 * the rest are files, and a path without a file is the dashboard's. It stands in the worker's own isolate, because a hop
 * to another, and the assets router above all, cost as much as understanding an event. Plain JavaScript: it is handed to
 * workerd as it stands, beside the bundle that deploys.
 */
import core from './index.js'

export * from './index.js'

export default {
  ...core,
  async fetch(request, env, context) {
    const start = request.url.indexOf('/', 8)
    const path = start < 0 ? '/' : request.url.slice(start)
    if (env.WORKER_FIRST.some((pattern) => matches(path, pattern))) return core.fetch(honest(request), env, context)
    const answer = await env.FILES.fetch(request)
    return isPageInsteadOfFile(path, answer) ? core.fetch(honest(request), env, context) : answer
  },
}

// The dashboard's page is no script and no image: a path that names a file which is not there is the worker's to refuse.
function isPageInsteadOfFile(path, answer) {
  return /\.[a-z]\w*$/i.test(path.split('?')[0]) && !/\.html$/.test(path.split('?')[0]) && isPage(answer)
}

function isPage(answer) {
  return answer.headers.get('content-type')?.startsWith('text/html') === true
}

function matches(path, pattern) {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path.split('?')[0] === pattern
}

// Cloudflare's edge overwrites this header; here a client could claim any address.
function honest(request) {
  if (!request.headers.has('cf-connecting-ip')) return request
  const copy = new Request(request)
  copy.headers.delete('cf-connecting-ip')
  return copy
}

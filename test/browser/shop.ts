import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build, type Rollup } from 'vite'

/** Serves a page with the real browser SDK, on an origin that is not the dashboard's. */
export async function openShop(dsn: string): Promise<{ url: string; close(): void }> {
  const script = await bundled('test/samples/browser/shop.mjs')
  const page = `<!doctype html><title>Shop</title><button>Pay</button><script>dsn = ${JSON.stringify(dsn)}</script><script src="/shop.js"></script>`
  const server = createServer(({ url }, response) => {
    const isScript = url === '/shop.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    response.end(isScript ? script : page)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}

async function bundled(entry: string): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'shop' } },
  })) as Rollup.RollupOutput[]
  const [chunk] = result.flatMap(({ output }) => output)
  if (chunk?.type !== 'chunk') throw new Error('The shop was not bundled')
  return chunk.code
}

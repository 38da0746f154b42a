/** A browser without scripts: it keeps cookies, follows redirects and fills in forms. */
export interface Browser {
  /** Goes to an address and on through every redirect. */
  go(url: string): Promise<Page>
  /** Fills in the form of a page and goes where it leads. */
  submit(page: Page, fields: Record<string, string>): Promise<Page>
  /** Asks once; cookies are kept, redirects are not followed. */
  ask(url: string, init?: RequestInit): Promise<Response>
  cookies(origin: string): Map<string, string>
}

/** Where a browser ended, and each address on the way there. */
export interface Page {
  url: string
  status: number
  text: string
  way: string[]
}

const MOST_REDIRECTS = 20

export function newBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>()
  const cookies = (origin: string) => {
    const jar = jars.get(new URL(origin).host) ?? new Map<string, string>()
    jars.set(new URL(origin).host, jar)
    return jar
  }
  const ask = async (url: string, init: RequestInit = {}) => {
    const jar = cookies(url)
    const headers = new Headers(init.headers)
    headers.set('accept', headers.get('accept') ?? 'text/html')
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) keep(jar, line)
    return answer
  }
  const go = async (url: string, init: RequestInit = {}): Promise<Page> => {
    const way = [url]
    let answer = await ask(url, init)
    while (answer.headers.has('location')) {
      if (way.length > MOST_REDIRECTS) throw new Error(`Too many redirects: ${way.join(' → ')}`)
      const to = new URL(answer.headers.get('location') ?? '', way.at(-1)).href
      way.push(to)
      answer = await ask(to)
    }
    return { url: way.at(-1) ?? url, status: answer.status, text: await answer.text(), way }
  }
  return { ask, go, cookies, submit: (page, fields) => go(...submission(page, fields)) }
}

/** What a browser sends when a person fills in the form of a page: its hidden fields and theirs. */
function submission({ url, text }: Page, fields: Record<string, string>): [string, RequestInit] {
  const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1]
  if (action === undefined) throw new Error(`There is no form on ${url}: ${text.slice(0, 500)}`)
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const body = new URLSearchParams([
    ...hidden.map(([, name = '', value = '']) => [name, value]),
    ...Object.entries(fields),
  ])
  return [new URL(action, url).href, { method: 'POST', body }]
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  const gone = attributes.some(
    (attribute) => /^max-age=0$/i.test(attribute) || /^expires=thu, 01 jan 1970/i.test(attribute),
  )
  if (gone) jar.delete(name)
  else jar.set(name, pair.slice(pair.indexOf('=') + 1))
}

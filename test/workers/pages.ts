import { call, ORIGIN } from './client.ts'

/** A page as a browser without scripts has it. */
export interface Shown {
  status: number
  url: string
  text: string
  headers: Headers
}

type Fields = Record<string, string | string[]>

/** @returns a browser without scripts: it keeps cookies, follows redirects and sends forms as they stand in the page. */
export const browser = (more: Record<string, string | undefined> = {}) => {
  const jar = new Map<string, string>()

  const go = async (method: string, path: string, body?: string): Promise<Shown> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      accept: 'text/html,application/xhtml+xml',
      'sec-fetch-site': method === 'GET' ? 'none' : 'same-origin',
      ...(cookie === '' ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...more,
    }
    const answer = await call(method, path, { headers, ...(body === undefined ? {} : { body }) })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const text = await answer.text()
    const to = answer.headers.get('location')
    return to !== null && answer.status === 303
      ? go('GET', to)
      : { status: answer.status, url: ORIGIN + path, text, headers: answer.headers }
  }

  const post = (path: string, fields: Fields = {}) =>
    go('POST', path, String(new URLSearchParams(Object.entries(fields).flatMap(pairsOf))))

  return {
    get: (path: string) => go('GET', path),
    post,
    /** Sends the first form of a page that posts, or the first after a mark, with what it holds and what is typed. */
    submit: (page: Shown, typed: Fields, mark = '') => {
      const { action, fields } = formIn(page.text, mark)
      return post(action, { ...fields, ...typed })
    },
  }
}

/** @returns the first address in a page that looks like this. */
export const linkIn = ({ text }: Shown, pattern: RegExp): string => {
  const [found] = new RegExp(`(?<=")(?:/[^"\\s]*)?${pattern.source}`).exec(text) ?? []
  if (found === undefined) throw new Error(`The page has no ${pattern}`)
  return found
}

const pairsOf = ([name, value]: [string, string | string[]]): [string, string][] =>
  [value].flat().map((one) => [name, one])

const formIn = (text: string, mark: string): { action: string; fields: Fields } => {
  const start =
    mark === '' ? 0 : text.search(mark.startsWith('#') ? `id="${mark.slice(1)}"` : `class="[^"]*${mark.slice(1)}`)
  if (start < 0) throw new Error(`The page has no ${mark}`)
  const [, action = '', form = ''] =
    /<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(
      text.slice(
        text.lastIndexOf('<form', start) < 0 || mark.startsWith('#') || mark === ''
          ? start
          : text.lastIndexOf('<form', start),
      ),
    ) ?? []
  if (action === '') throw new Error('The page has no form to send')
  const fields: Fields = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
    if (attribute('type') !== 'checkbox') fields[attribute('name') ?? ''] = attribute('value') ?? ''
  }
  return { action, fields }
}

export interface Token {
  kind: 'plain' | 'word' | 'text' | 'number' | 'comment'
  text: string
}

/** Words that carry a line's structure in the languages SDKs exist for; one list is enough for eleven lines of source. */
const words = new Set(
  (
    'abstract and as assert async await begin boolean break case catch class const continue def defer del do elif else elsif end ' +
    'ensure enum except export extends false False final finally fn for foreach from func function go if impl implements import in ' +
    'instanceof int interface is lambda let long match mod module mut namespace new nil none None not null or package pass private ' +
    'protected pub public raise readonly rescue return select self static string struct super switch template this throw throws ' +
    'trait true True try type typeof undefined unless use using var void where while with yield'
  ).split(' '),
)

const hashComments = new Set(['python', 'ruby', 'elixir', 'perl'])
/** A minified line is shown as it is. */
const longestLine = 400

const slashes =
  /(\/\/.*$|\/\*.*?(?:\*\/|$))|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\b(\d[\w.]*)|([A-Za-z_$][\w$]*)/g
const hashes = /(#.*$)|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\b(\d[\w.]*)|([A-Za-z_]\w*)/g

/** Cuts one line of source into what a reader wants to tell apart. */
export function tokens(line: string, platform: string | undefined): Token[] {
  if (line.length > longestLine) return [{ kind: 'plain', text: line }]
  const found: Token[] = []
  let at = 0
  for (const match of line.matchAll(hashComments.has(platform ?? '') ? hashes : slashes)) {
    const kind = kindOf(match)
    if (kind === 'plain') continue
    if (match.index > at) found.push({ kind: 'plain', text: line.slice(at, match.index) })
    found.push({ kind, text: match[0] })
    at = match.index + match[0].length
  }
  if (at < line.length) found.push({ kind: 'plain', text: line.slice(at) })
  return found
}

function kindOf([, comment, text, number, word]: RegExpExecArray): Token['kind'] {
  if (comment !== undefined) return 'comment'
  if (text !== undefined) return 'text'
  if (number !== undefined) return 'number'
  return word !== undefined && words.has(word) ? 'word' : 'plain'
}

import ts from 'typescript'

/** What breaks the rule that the database is written to in platform/db alone, and with a fact wherever something changed. */
export interface Breach {
  /** `file` or `file#declaration`: what a list of exceptions names. */
  where: string
  what: 'written elsewhere' | 'written without commit' | 'sent past commit' | 'committed without a fact'
}

export type Sources = ReadonlyMap<string, string>

const ROOM = 'platform/db/'
const WRITING_SQL = /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+[\w"$`{}]+\s+SET|DELETE\s+FROM)\b/
const LOGGING = /INTO\s+domain_events\b|insert\(domainEvents\)|\bcommit\(/
const BUILDERS = new Set(['insert', 'update', 'delete', 'run'])
/** What runs a statement that it is handed: awaiting a statement of drizzle runs it, however it is awaited. */
const AWAITING = new Set([
  'all',
  'allSettled',
  'race',
  'any',
  'resolve',
  'waitUntil',
  'later',
  'run',
  'get',
  'then',
  'execute',
])

/** @returns every breach in these sources, by path; the objects have a database of their own, which is their business. */
export function breaches(sources: Sources): Breach[] {
  const files = [...sources].map(([path, text]) => ({
    path,
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  }))
  const declared = declarations(files.filter(({ path }) => path.startsWith(ROOM)))
  const builders = new Set(declared.filter((one) => one.writes && !one.sends && !one.list).map(({ name }) => name))
  const inRoom = declared
    .filter(({ writes, sends, logs }) => writes && sends && !logs)
    .map(({ path, name }): Breach => ({ where: `${path}#${name}`, what: 'written without commit' }))
  return [...inRoom, ...files.flatMap(({ path, tree }) => outside(path, tree, builders))]
}

interface Declared {
  path: string
  name: string
  writes: boolean
  /** By itself, or by another of the room. */
  sends: boolean
  /** Somewhere in it a row of the log is written. */
  logs: boolean
  /** Makes a list of statements, which nobody can await by mistake. */
  list: boolean
}

interface File {
  path: string
  tree: ts.SourceFile
}

/** What the room exports; who uses what writes, sends or logs does so too. */
function declarations(files: File[]): Declared[] {
  const all = files.flatMap(({ path, tree }) =>
    topLevel(tree).map(({ name, node, exported }) => ({ path, name, exported, node, used: identifiers(node) })),
  )
  const writing = closure(all, (one) => writesItself(one.node))
  const sending = closure(all, (one) => sends(one.node))
  const logging = closure(all, (one) => LOGGING.test(one.node.getText()))
  return all
    .filter(({ exported }) => exported)
    .map(({ path, name, node }) => ({
      path,
      name,
      writes: writing.has(name),
      sends: sending.has(name),
      logs: logging.has(name),
      list: isList(node),
    }))
}

/** @returns the names of those that are so, and of those that use them. */
function closure<One extends { name: string; used: Set<string> }>(
  all: One[],
  isSo: (one: One) => boolean,
): Set<string> {
  const found = new Set(all.filter(isSo).map(({ name }) => name))
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const { name, used } of all) if (!found.has(name) && [...used].some((one) => found.has(one))) found.add(name)
  }
  return found
}

interface TopLevel {
  name: string
  node: ts.Node
  exported: boolean
}

function topLevel(tree: ts.SourceFile): TopLevel[] {
  return tree.statements.flatMap((statement): TopLevel[] => {
    const exported = ts.canHaveModifiers(statement) && isExported(statement)
    if (ts.isFunctionDeclaration(statement))
      return [{ name: statement.name?.text ?? 'default', node: statement, exported }]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.map((one) => ({ name: one.name.getText(), node: one, exported }))
  })
}

const isList = (node: ts.Node): boolean => {
  if (ts.isVariableDeclaration(node)) return node.initializer !== undefined && isList(node.initializer)
  if (ts.isArrayLiteralExpression(node)) return true
  if (ts.isArrowFunction(node) || ts.isFunctionDeclaration(node)) return node.body !== undefined && isList(node.body)
  if (!ts.isBlock(node)) return false
  const { expression } = node.statements.find(ts.isReturnStatement) ?? {}
  return expression !== undefined && isList(expression)
}

const isExported = (statement: ts.HasModifiers) =>
  ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false

const writesItself = (node: ts.Node) => WRITING_SQL.test(textsOf(node)) || calls(node).some(isDrizzleWrite)

const sends = (node: ts.Node) =>
  calls(node).some((call) => isSent(call) || (isDrizzleWrite(call) && isAwaited(outermost(call))))

/** Of a prepared statement `run()` takes nothing; of drizzle `run(sql)` makes one. */
const isSent = (call: ts.CallExpression) =>
  methodOf(call) === 'batch' || (methodOf(call) === 'run' && call.arguments.length === 0)

/** `db.insert(table)` and the like: a map, a hash or a bucket is called otherwise. */
const isDrizzleWrite = (call: ts.CallExpression) =>
  BUILDERS.has(methodOf(call)) && call.arguments.length > 0 && /^(db|tx|database\(.*\))$/s.test(receiver(call))

/** The breaches of one file that concern what it does with statements: where it is no room of theirs, or with others'. */
function outside(path: string, tree: ts.SourceFile, builders: Set<string>): Breach[] {
  const breach = (node: ts.Node, what: Breach['what']): Breach => ({ where: `${path}#${enclosing(node)}`, what })
  const foreign = !path.startsWith(ROOM)
  const own = new Set(topLevel(tree).map(({ name }) => name))
  return calls(tree).flatMap((call) => {
    const name = call.expression.getText()
    if (foreign && writesElsewhere(path, call)) return [breach(call, 'written elsewhere')]
    if (name === 'commit' && isEmptyList(call.arguments[2])) return [breach(call, 'committed without a fact')]
    if (builders.has(name) && !own.has(name) && isAwaited(outermost(call))) return [breach(call, 'sent past commit')]
    return []
  })
}

function writesElsewhere(path: string, call: ts.CallExpression): boolean {
  const ofAnObject = path.startsWith('durable-objects/') && /sql$/.test(receiver(call))
  if (ofAnObject) return false
  const method = methodOf(call)
  if (method === 'batch' || isDrizzleWrite(call)) return true
  if (method === 'run') return call.arguments.length === 0
  return method === 'prepare' && WRITING_SQL.test(textsOf(call))
}

const isEmptyList = (node: ts.Expression | undefined) =>
  node !== undefined && ts.isArrayLiteralExpression(node) && node.elements.length === 0

/** The end of a chain: of `db.update(a)` in `db.update(a).set(b).where(c)` the whole. */
function outermost(call: ts.Node): ts.Node {
  const { parent } = call
  if (ts.isParenthesizedExpression(parent)) return outermost(parent)
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) return outermost(parent.parent)
  return call
}

/** Whether a statement is run here: awaited, handed to what awaits, or returned by what is async. */
function isAwaited(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isCallExpression(node) && AWAITING.has(methodOf(node)) && methodOf(node) !== 'later') return true
  if (ts.isAwaitExpression(parent) || ts.isVoidExpression(parent)) return true
  if (ts.isArrowFunction(parent) || ts.isReturnStatement(parent)) return isInAsync(node)
  if (ts.isArrayLiteralExpression(parent) || ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent))
    return isAwaited(parent)
  if (!ts.isCallExpression(parent)) return false
  return AWAITING.has(methodOf(parent)) || AWAITING.has(parent.expression.getText())
}

function isInAsync(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (ts.isFunctionLike(at))
      return (
        ts.canHaveModifiers(at) && (ts.getModifiers(at) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
      )
  return false
}

/** The name of the declaration of the file, or of the method, that a node stands in. */
function enclosing(node: ts.Node): string {
  let name = 'module'
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent)
    if ((ts.isFunctionDeclaration(at) || ts.isVariableDeclaration(at) || ts.isMethodDeclaration(at)) && at.name)
      name = at.name.getText().replace('#', '')
  return name
}

const methodOf = ({ expression }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : ''
const receiver = ({ expression }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) ? expression.expression.getText().replaceAll(/\s/g, '') : ''

const calls = (root: ts.Node): ts.CallExpression[] => all(root).filter(ts.isCallExpression)
const identifiers = (root: ts.Node) =>
  new Set(
    all(root)
      .filter(ts.isIdentifier)
      .map(({ text }) => text),
  )
const textsOf = (root: ts.Node) =>
  all(root)
    .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
    .map((node) => node.getText())
    .join('\n')

function all(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [root]
  ts.forEachChild(root, (child) => {
    found.push(...all(child))
  })
  return found
}

import { html } from 'hono/html'
import { problemCode } from '../../../contract/problem.ts'
import type { OpenApiDocument } from '../api/document.ts'
import { PROBLEMS } from '../problem.ts'
import { STYLE } from './style.ts'

interface Operation {
  method: string
  path: string
  summary: string
  description: string
  permission: string
  parameters: string[]
  body: string
  answers: string[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The reference as one page without a script: every operation, every schema, every problem. */
export const docsPage = (document: OpenApiDocument, nonce: string) => {
  const operations = operationsOf(document)
  const schemas = Object.entries(document.components?.schemas ?? {})
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Signalbox API</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><h1>Signalbox API</h1><p>${document.info.description ?? ''}</p><p><a href="/openapi.json">OpenAPI document</a> · <a href="/docs/events">Events</a></p></header>
<main>
<h2>Operations</h2>
${operations.map(operationPart)}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => html`<details id="schema-${name}"><summary>${name}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`)}
<h2>Problems</h2>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>
${problemCode.options.map(problemRow)}
</tbody></table>
</main>
</body>
</html>`
}

const operationPart = (operation: Operation) => html`<section>
<h3><code><b>${operation.method.toUpperCase()}</b> ${operation.path}</code></h3>
<p>${operation.summary}${operation.description === '' ? '' : `. ${operation.description}`}</p>
<ul>
${operation.permission === '' ? '' : html`<li>Takes the permission <code>${operation.permission}</code></li>`}
${operation.parameters.length === 0 ? '' : html`<li>Parameters: ${operation.parameters.map((name) => html`<code>${name}</code> `)}</li>`}
${operation.body === '' ? '' : html`<li>Body: ${schemaLink(operation.body)}</li>`}
<li>Answers: ${operation.answers.join(' · ')}</li>
</ul>
</section>`

const problemRow = (code: (typeof problemCode.options)[number]) => {
  const [status, title] = PROBLEMS[code]
  return html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`
}

const schemaLink = (name: string) => html`<a href="#schema-${name}">${name}</a>`

const operationsOf = (document: OpenApiDocument): Operation[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const found = item?.[method]
      if (found === undefined) return []
      const permission: unknown = Reflect.get(found, 'x-permission')
      return {
        method,
        path,
        summary: found.summary ?? '',
        description: found.description ?? '',
        permission: typeof permission === 'string' ? permission : '',
        parameters: (found.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : '')),
        body: bodyName(found.requestBody),
        answers: Object.entries(found.responses ?? {}).map(
          ([status, answer]) => `${status} ${answer?.description ?? ''}`,
        ),
      }
    }),
  )

const bodyName = (body: unknown): string =>
  /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(body ?? null))?.[1] ?? ''

import { html } from 'hono/html'
import type { CatalogueEntry } from '../../../contract/catalogue/entry.ts'
import { dataSchema, type ObjectSchema } from '../../../contract/catalogue/json-schema.ts'
import { ENTRIES, type TopicOf } from '../api/asyncapi.ts'
import { exampleEvent } from '../api/example-event.ts'
import { STYLE } from './style.ts'

const OWNERS = {
  database: 'the database, with the change itself',
  room: 'the room of the event, so an event of this type that somebody else publishes has no sequence',
} as const

/** Every type of event as one page without a script, made of the catalogue alone. */
export const eventsPage = (topicOf: TopicOf, nonce: string) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Signalbox events</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><h1>Signalbox events</h1>
<p>Every fact is one CloudEvent: in the log, in the live feed and, where a bridge is configured, on Kafka. Events of one thing
come in order, at least once; drop what has an <code>id</code> you know. Fields are added, never renamed.</p>
<p><a href="/asyncapi.json">AsyncAPI document</a> · <a href="/docs">API</a></p></header>
<main>
<nav aria-label="Types"><ul>${ENTRIES.map(([type, { summary }]) => html`<li><a href="#${type}"><code>${type}</code></a> ${summary}</li>`)}</ul></nav>
${ENTRIES.map(([type, entry]) => typePart(type, entry, topicOf(type, entry.aggregate)))}
</main>
</body>
</html>`

const typePart = (type: string, entry: CatalogueEntry, topic: string) => html`<section id="${type}">
<h2><code>${type}</code></h2>
<p>${entry.summary}.</p>
<ul>
<li>Happens to: ${entry.aggregate.replaceAll('_', ' ')}; counted by ${OWNERS[entry.owner]}</li>
<li>Topic: <code>${topic}</code></li>
${entry.aliases === undefined ? '' : html`<li>Earlier systems called it ${entry.aliases.map((alias) => html`<code>${alias}</code> `)}</li>`}
<li><a href="/schemas/${type}.json">JSON Schema of its data</a></li>
</ul>
${fieldsTable(dataSchema(entry, 'draft-2020-12'))}
<details><summary>Example</summary><pre>${JSON.stringify(exampleEvent(type, entry), null, 2)}</pre></details>
</section>`

const fieldsTable = ({ properties = {}, required = [] }: ObjectSchema) => html`<table>
<thead><tr><th>Field</th><th>Type</th><th>Notes</th></tr></thead><tbody>
${Object.entries(properties).map(([name, field]) => html`<tr><td><code>${name}</code></td><td>${typeOf(field)}</td><td>${notesOf(field, required.includes(name))}</td></tr>`)}
</tbody></table>`

type Field = NonNullable<ObjectSchema['properties']>[string]

const typeOf = ({ type, anyOf = [], enum: values }: Field): string => {
  if (values !== undefined) return values.map(String).join(' | ')
  return type ?? [...new Set(anyOf.map(typeOf))].join(' or ')
}

const notesOf = (field: Field, required: boolean): string =>
  [
    required ? '' : 'may be missing',
    JSON.stringify(field).includes('"x-personal":true') ? 'personal' : '',
    field.description ?? '',
  ]
    .filter((note) => note !== '')
    .join('; ')

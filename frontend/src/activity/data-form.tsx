import { useState } from 'react'
import { Field } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { ChoiceField } from './choice-field.tsx'
import { fieldsOf, type JsonSchema, parsed, type SchemaField, shownValue, typedValue } from './schema-fields.ts'

type Data = Readonly<Record<string, unknown>>

interface DataFormProps {
  schema: JsonSchema
  data: Data
  onData(data: Data): void
  /** What the API has against a value, by its name. */
  complaintOn(name: string): string | undefined
}

/** One input for each field of a schema. */
export function DataForm({ schema, data, onData, complaintOn }: DataFormProps) {
  const change = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = data
    onData(value === undefined ? rest : { ...data, [name]: value })
  }
  return (
    <div className="grid gap-4">
      {fieldsOf(schema).map((field) => (
        <Input
          key={field.name}
          field={field}
          value={data[field.name]}
          onValue={(value) => change(field.name, value)}
          complaint={complaintOn(field.name)}
        />
      ))}
    </div>
  )
}

interface InputProps {
  field: SchemaField
  value: unknown
  onValue(value: unknown): void
  complaint: string | undefined
}

function Input(props: InputProps) {
  const { kind } = props.field
  if (kind === 'choice' || kind === 'boolean') return <Choice {...props} />
  if (kind === 'json' || (kind === 'text' && (props.field.schema.maxLength ?? 0) > 1000)) return <LongText {...props} />
  return <Line {...props} />
}

function useLabels({ name, required, schema }: SchemaField) {
  const { publish } = useMessages().activity
  return {
    label: required ? name : `${name} (${publish.optional})`,
    ...(schema.description !== undefined && { hint: schema.description }),
  }
}

function Line({ field, value, onValue, complaint }: InputProps) {
  const { kind, required, schema } = field
  const numeric = kind !== 'text'
  return (
    <Field
      {...useLabels(field)}
      complaint={complaint}
      value={shownValue(value, kind)}
      onChange={(event) => onValue(typedValue(event.target.value, field))}
      {...(numeric && { inputMode: kind === 'integer' ? 'numeric' : 'decimal' })}
      {...(schema.format === 'uri' && { type: 'url' })}
      required={required}
      maxLength={schema.maxLength}
      autoComplete="off"
      spellCheck={false}
    />
  )
}

/** Text of many lines, or JSON: what is typed stays as it is while it is no JSON yet. */
function LongText({ field, value, onValue, complaint }: InputProps) {
  const { publish } = useMessages().activity
  const [text, setText] = useState(shownValue(value, field.kind))
  const unread = field.kind === 'json' && text !== '' && parsed(text) === null
  return (
    <AreaField
      {...useLabels(field)}
      complaint={unread ? publish.notJson : complaint}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onValue(typedValue(event.target.value, field))
      }}
      required={field.required}
    />
  )
}

/** One of some values, or none of them. */
function Choice({ field, value, onValue, complaint }: InputProps) {
  const { publish } = useMessages().activity
  const options: (readonly [string, string])[] =
    field.kind === 'boolean'
      ? [
          ['true', publish.yes],
          ['false', publish.no],
        ]
      : field.options.map((option) => [option, option])
  return (
    <ChoiceField
      {...useLabels(field)}
      value={shownValue(value, field.kind)}
      options={[['', publish.none], ...options]}
      onChange={(text) => onValue(typedValue(text, field))}
      complaint={complaint}
      required={field.required}
    />
  )
}

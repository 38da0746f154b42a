export interface Origins {
  origins: string[]
  /** The first line that is no origin, and the origin it may have meant. */
  wrong?: { text: string; origin?: string }
}

const written = /^https?:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i

/** Origins as people list them, one on each line, each once and as browsers send it. */
export function originsIn(text: string): Origins {
  const lines = text
    .split(/[\s,]+/)
    .map((line) => line.replace(/\/$/, ''))
    .filter((line) => line !== '')
  const wrong = lines.find((line) => !written.test(line) || !URL.canParse(line))
  const origins = [...new Set(lines.filter((line) => URL.canParse(line)).map((line) => new URL(line).origin))]
  return wrong === undefined ? { origins } : { origins, wrong: { text: wrong, ...meant(wrong) } }
}

function meant(text: string): { origin?: string } {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address) || !/^[\w.-]+\.\w{2,}(:\d+)?(\/|$)/.test(address.replace(/^https?:\/\//i, ''))) return {}
  return { origin: new URL(address).origin }
}

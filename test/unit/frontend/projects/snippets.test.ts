import { describe, expect, it } from 'vitest'
import { dsnParts, platformName, platforms, snippetFor } from '../../../../frontend/src/projects/snippets.ts'

const dsn = 'https://0123abcd@errors.example.com:8443/base/17'

describe('snippets', () => {
  it.each(platforms.filter(({ platform }) => platform !== 'other'))('$name holds the DSN', ({ platform }) => {
    expect(snippetFor(platform, dsn).code).toContain(dsn)
  })

  it('curl takes the DSN apart', () => {
    expect(dsnParts(dsn)).toEqual({
      origin: 'https://errors.example.com:8443/base',
      publicKey: '0123abcd',
      project: '17',
    })
    expect(snippetFor('other', dsn).code).toContain('https://errors.example.com:8443/base/api/17/store/')
  })

  it('knows a framework by its language, and shows curl for what it does not know', () => {
    expect(snippetFor('python-django', dsn).name).toBe('Python')
    expect(snippetFor('cobol', dsn).name).toBe('curl')
    expect(platformName('cobol')).toBe('cobol')
  })
})

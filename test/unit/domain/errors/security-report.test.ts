import { describe, expect, it } from 'vitest'
import { eventsFromSecurityReport } from '../../../../domain/errors/security-report.ts'

describe('eventsFromSecurityReport', () => {
  it('reads the report of CSP 2', () => {
    const report = {
      'document-uri': 'https://shop.example/',
      'violated-directive': 'img-src',
      'blocked-uri': 'https://evil.example/a.png',
    }
    expect(eventsFromSecurityReport({ 'csp-report': report })).toEqual([
      { logger: 'csp', platform: 'other', level: 'warning', csp: report, request: { url: 'https://shop.example/' } },
    ])
  })

  it('reads the reports of the Reporting API and leaves out those about something else', () => {
    const body = {
      documentURL: 'https://shop.example/',
      effectiveDirective: 'img-src',
      blockedURL: 'inline',
      sample: 'x',
    }
    const csp = {
      'document-uri': 'https://shop.example/',
      effectiveDirective: 'img-src',
      'blocked-uri': 'inline',
      'script-sample': 'x',
    }
    const events = eventsFromSecurityReport([
      { type: 'csp-violation', body },
      { type: 'deprecation', body },
      null,
      { type: 'csp-violation' },
    ])
    expect(events).toEqual([
      { logger: 'csp', platform: 'other', level: 'warning', csp, request: { url: 'https://shop.example/' } },
    ])
  })

  it('is bounded', () => {
    expect(eventsFromSecurityReport(Array(500).fill({ type: 'csp-violation', body: {} }))).toHaveLength(50)
  })

  it.each([null, 7, 'text', {}, { 'csp-report': 7 }, { 'csp-report': [] }])('%j is none', (body) => {
    expect(eventsFromSecurityReport(body)).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webOrigin } from '../../../../contract/organisations.ts'
import { originsIn } from '../../../../frontend/src/organization/origins.ts'

describe('originsIn', () => {
  it('reads one on each line, each once and as browsers send it', () => {
    expect(
      originsIn('https://Shop.example\nhttps://shop.example:443/ http://localhost:3000, http://[::1]:8080'),
    ).toEqual({
      origins: ['https://shop.example', 'http://localhost:3000', 'http://[::1]:8080'],
    })
  })

  it('says which line is none, and what it may have meant', () => {
    expect(originsIn('https://a.example\nhttps://b.example/shop?x=1').wrong).toEqual({
      text: 'https://b.example/shop?x=1',
      origin: 'https://b.example',
    })
    expect(originsIn('shop.example').wrong).toEqual({ text: 'shop.example', origin: 'https://shop.example' })
    expect(originsIn('nonsense!').wrong).toEqual({ text: 'nonsense!' })
    expect(originsIn('https://a.example:99999').wrong?.text).toBe('https://a.example:99999')
  })

  it('lets through only what the API takes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.domain(), fc.string())), (lines) => {
        const { origins, wrong } = originsIn(lines.join('\n'))
        if (wrong === undefined) for (const origin of origins) expect(webOrigin.parse(origin)).toBe(origin)
      }),
    )
  })
})

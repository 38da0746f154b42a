export interface Device {
  browser: string
  system: string | undefined
}

/** In this order: every browser claims to be one of those below it. */
const browsers: [RegExp, string][] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const nameIn = (known: [RegExp, string][], text: string) => known.find(([mark]) => mark.test(text))?.[1]

/** What a `User-Agent` says of a browser; a program is known by its first word, such as `curl/8.14`. */
export function deviceOf(userAgent: string | null): Device | undefined {
  if (userAgent === null) return undefined
  const browser = nameIn(browsers, userAgent) ?? /^[\w.-]+\/[\w.-]+/.exec(userAgent)?.[0]
  if (browser === undefined || /^Mozilla\//.test(browser)) return undefined
  return { browser, system: nameIn(systems, userAgent) }
}

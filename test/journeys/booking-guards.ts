/**
 * The guards of a room as they stand in the built bundle, each taken out by itself for the twin of a journey that must
 * then fail. What they say is kept by the build; names are not.
 */
export const GUARDS = {
  'look whether a seat is taken': {
    guard: /if\([\w$]+\.length>0\)(?=return [\w$]+\(\{reason:"unavailable",detail:"Someone has these seats")/,
    without: 'if(!1)',
  },
  'write down what it chose': {
    guard: /([\w$]+\.kind==="gathered"&&\([\w$]+\.waitlist\.gathered=[\w$]+\.id\),)[\w$]+\([\w$]+,[\w$]+\([\w$]+\),1\)/,
    without: '$1void 0',
  },
  'count what is left': {
    guard: /if\([\w$]+\.length>[\w$]+\.length&&[\w$]+\.length>[\w$]+\+[\w$]+\.length\)(?=return\{reason:"capacity")/,
    without: 'if(!1)',
  },
  'look for the key of a request': {
    guard: /if\([\w$]+===null\)(?=return [\w$]+\(\);let [\w$]+=\[[\w$]+\.scope)/,
    without: '',
  },
  'offer what comes free to who waits': {
    guard: /[\w$]+\.waitlist\.enabled&&(?=[\w$]+\([\w$]+,[\w$]+\)===null)/,
    without: '!1&&',
  },
} as const

const GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * @returns what an address is counted under: itself for IPv4, its /64 for IPv6, because a single customer has all of
 * that (RFC 6177) and could knock from a new address each time
 */
export const networkOf = (address: string): string => {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, GROUPS - front.length - back.length) }, () => '0')
  const groups = [...front, ...(tail === undefined ? [] : zeros), ...back]
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

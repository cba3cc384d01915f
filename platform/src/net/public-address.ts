import { BlockList, isIPv4, isIPv6 } from 'node:net'

/*
 * The registries of special-purpose addresses (IANA; RFC 6890), as far as they are not reached over the public internet.
 * Of IPv6 only the global unicast block is public.
 */
const special4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
])
const global6 = blockList('ipv6', [['2000::', 3]])
const special6 = blockList('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

/** Whether an address is one of the public internet: not loopback, link-local, private, metadata or otherwise special. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4')
  if (!isIPv6(address)) return false
  const embedded = embeddedIPv4(address)
  if (embedded !== null) return isPublicAddress(embedded)
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
}

/** The IPv4 address that is really reached through ::ffff:0:0/96 (mapped) and 64:ff9b::/96 (NAT64, RFC 6052). */
function embeddedIPv4(address: string): string | null {
  const host = URL.parse(`http://[${address.split('%', 1)[0]}]/`)?.hostname.slice(1, -1) ?? ''
  const tail = /^(?:::ffff|64:ff9b:):(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(host)
  if (tail === null) return null
  const high = Number.parseInt(tail[1] ?? '0', 16)
  const low = Number.parseInt(tail[2]!, 16)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function blockList(family: 'ipv4' | 'ipv6', subnets: [string, number][]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family)
  return list
}

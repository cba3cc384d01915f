type Cookie = { name: string; value: string; host: string; hostOnly: boolean; path: string; secure: boolean }

const MAX_COOKIES = 100
const MAX_BYTES = 4_096

/** The cookies of one journey (RFC 6265). It lives too short for them to end by themselves; only "ended already" counts. */
export class CookieJar {
  #cookies: Cookie[] = []

  /** Keeps what an answer from `url` sets in its `set-cookie` headers. */
  take(url: URL, headers: readonly string[], now: Temporal.Instant): void {
    for (const header of headers) {
      const found = parse(header, url, now)
      if (found === null) continue
      const { ended, ...cookie } = found
      this.#cookies = this.#cookies.filter(
        (c) => c.name !== cookie.name || c.host !== cookie.host || c.path !== cookie.path,
      )
      if (!ended && this.#cookies.length < MAX_COOKIES) this.#cookies.push(cookie)
    }
  }

  /** The header for a request to `url`, those with a longer path first; null where there is none. */
  headerFor(url: URL): string | null {
    const sent = this.#cookies
      .filter((c) => (c.hostOnly ? url.hostname === c.host : isUnder(url.hostname, c.host)))
      .filter((c) => covers(c.path, url.pathname) && (!c.secure || url.protocol === 'https:'))
      .sort((a, b) => b.path.length - a.path.length)
    return sent.length === 0 ? null : sent.map((c) => `${c.name}=${c.value}`).join('; ')
  }
}

function parse(header: string, url: URL, now: Temporal.Instant): (Cookie & { ended: boolean }) | null {
  const [pair = '', ...rest] = header.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  if (equals < 1 || header.length > MAX_BYTES || /\p{Cc}/u.test(pair)) return null
  const attributes = new Map(
    rest.map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name.toLowerCase(), value.join('=')]
    }),
  )
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  if (domain !== '' && (!domain.includes('.') || !isUnder(url.hostname, domain))) return null
  const path = attributes.get('path') ?? ''
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    host: domain || url.hostname,
    hostOnly: domain === '',
    path: path.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure: attributes.has('secure'),
    ended: hasEnded(attributes, now),
  }
}

function hasEnded(attributes: ReadonlyMap<string, string>, now: Temporal.Instant): boolean {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0
  return Date.parse(attributes.get('expires') ?? '') <= now.epochMilliseconds
}

const isUnder = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

const covers = (path: string, asked: string) =>
  asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`)

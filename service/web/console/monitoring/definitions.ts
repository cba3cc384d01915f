import type { Kind } from '../../api/monitoring.ts'

/** What each kind of check asks, in a line. */
export const KIND_WORDS: Record<Kind, string> = {
  http: 'http: a page or an API answers as it should',
  journey: 'journey: several requests in order, such as signing in',
  tcp: 'tcp: a port takes connections, and says what it should',
  dns: 'dns: a name has the records that it should have',
  tls: 'tls: a certificate is trusted, and lasts',
  heartbeat: 'heartbeat: the target calls us',
}

const address = 'https://app.example.com'

/** Where a definition of each kind begins; the fields are those of the configuration file. */
export const BEGINNINGS: Record<Kind, Record<string, unknown>> = {
  http: {
    http: { url: `${address}/` },
    expect: { status: 200, body: 'Welcome', latency: '2s', tlsDaysLeft: 14 },
  },
  journey: {
    journey: {
      steps: [
        {
          name: 'open the sign-in page',
          http: { url: `${address}/sign-in` },
          capture: { token: { body: 'name="csrf" value="([^"]+)"' } },
        },
        {
          name: 'sign in',
          http: {
            method: 'POST',
            url: `${address}/sign-in`,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: 'csrf=${capture:token}&name=probe&password=${secret:PROBE_PASSWORD}',
          },
        },
        { name: 'see the dashboard', http: { url: `${address}/dashboard` }, expect: { body: 'Your dues' } },
      ],
    },
  },
  tcp: { tcp: { host: 'mail.example.com', port: 25 }, expect: { banner: '220' } },
  dns: { dns: { name: 'example.com', type: 'MX' }, expect: { contains: ['mail.example.com'] } },
  tls: { tls: { host: 'app.example.com' }, expect: { tlsDaysLeft: 14 } },
  heartbeat: { heartbeat: { period: '1h', grace: '10m' } },
}

/** A definition as people read and write it. */
export const textOf = (definition: object): string => JSON.stringify(definition, null, 2)

/** What was written, or a sentence that says why it is not a definition yet. */
export function readText(text: string): { value: Record<string, unknown> } | { wrong: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
    return { wrong: 'Write an object in braces.' }
  } catch (error) {
    return { wrong: `This is not JSON yet: ${(error as Error).message}.` }
  }
}

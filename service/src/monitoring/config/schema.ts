import * as z from 'zod'
import { closest } from './closest.ts'
import { duration, headers, key, status, url, words } from './fields.ts'

/** An object with just these fields; each other one is refused by name, with the field that was probably meant. */
function object<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const lines = (issue.keys as string[]).map((name) => {
        const meant = closest(name, known)
        return `"${name}" is not a field here; ${meant === null ? `write one of ${known.join(', ')}` : `did you mean "${meant}"?`}`
      })
      return lines.map((line) => (line.endsWith('?') ? line : `${line}.`)).join('\n')
    },
  })
}

const component = object({
  key: key.meta({ description: 'Its name in addresses, such as "payments".' }),
  name: words(80).meta({ description: 'Its name on the status page.' }),
  description: words(300).optional().meta({ description: 'One sentence for the status page.' }),
  critical: z.boolean().meta({ description: 'Whether the application counts as down while this fails.' }),
})

const monitor = object({
  key: key.meta({ description: 'The name of this check; its history goes by it.' }),
  component: key.meta({ description: 'The key of the component that it watches.' }),
  every: duration({ min: '10s', max: '1h' }).meta({
    description: 'Time between two checks, from 10s to 1h.',
  }),
  timeout: duration({ min: '100ms', max: '5m' }).optional().meta({
    description: 'The longest a whole check may take; less than `every`. Default: 10s, or half of `every`.',
  }),
  http: object({
    method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
    url,
    headers: headers.default({}),
    body: z.string().max(100_000).optional().meta({ description: 'What a POST sends.' }),
    redirects: z.int().min(0).max(10).default(5).meta({ description: 'How many redirects are followed.' }),
  }),
  expect: object({
    status: status
      .default([{ from: 200, to: 299 }])
      .meta({ description: 'Any other status is down. Default: 2xx.' }),
    body: words(1_000).optional().meta({ description: 'A text that the page must hold.' }),
    latency: duration({ min: '1ms', max: '5m' })
      .optional()
      .meta({ description: 'A slower answer is degraded.' }),
    tlsDaysLeft: z
      .int()
      .min(0)
      .max(365)
      .optional()
      .meta({ description: 'Fewer days on the certificate is degraded.' }),
  }).prefault({}),
  tls: object({
    ca: z
      .string()
      .min(1)
      .meta({ description: 'A PEM file of the private authority to trust, instead of the public ones.' }),
  }).optional(),
  allowPrivate: z.array(z.string().min(1).max(253)).max(20).default([]).meta({
    description:
      'Hosts, as written in the address, that may be at loopback, link-local or private addresses.',
  }),
}).superRefine((value, context) => {
  const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (value.timeout !== undefined && value.timeout >= value.every) {
    say(['timeout'], 'is not less than `every`; a check must end before the next begins.')
  }
  const { method, body } = value.http
  if (body !== undefined && method !== 'POST')
    say(['http', 'body'], 'Only a POST has a body; write `method: POST` or leave it out.')
  if (value.expect.body !== undefined && method === 'HEAD') {
    say(['expect', 'body'], 'A HEAD is answered without a page; write `method: GET` or leave this out.')
  }
  const https = URL.parse(value.http.url)?.protocol === 'https:'
  if (value.expect.tlsDaysLeft !== undefined && !https) {
    say(['expect', 'tlsDaysLeft'], 'Only an https address has a certificate; leave this out.')
  }
  if (value.tls !== undefined && !https)
    say(['tls'], 'Only an https address has a certificate; leave this out.')
})

/** The configuration file as it is written. */
export const fileSchema = object({
  components: z.array(component).max(500),
  monitors: z.array(monitor).max(20_000),
})

/** The file once it is read: lengths of time in ms, defaults filled in. */
export type ConfigFile = z.output<typeof fileSchema>

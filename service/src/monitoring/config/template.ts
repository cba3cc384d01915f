import type { FilePath } from './yaml-source.ts'

/** What may still be open in a request once a file is read: a stored secret, or a value that a step captures. */
type Hole = { kind: 'secret' | 'capture'; name: string }

type Request = { url: string; headers: Record<string, string>; body: string | null }

const HOLE = /\$\$\{|\$\{(secret|capture):([A-Za-z_][A-Za-z0-9_]{0,63})\}/g

/** Whether a text at this path of the file may have holes: addresses, headers and bodies of requests, and what TCP sends. */
export function mayHaveHoles(path: FilePath): boolean {
  return /^monitors\.\d+\.(tcp\.send|(journey\.steps\.\d+\.)?http\.(url|body|headers\..*))$/.test(
    path.join('.'),
  )
}

export const isHole = (text: string) => /^(secret|capture):[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text)

/** A text in which nothing is a hole. */
export const escaped = (text: string) => text.replaceAll('${', () => '$${')

export function holesIn(text: string): Hole[] {
  return [...text.matchAll(HOLE)].flatMap(([, kind, name]) =>
    kind === undefined ? [] : [{ kind: kind as Hole['kind'], name: name! }],
  )
}

/** Every hole of a request. */
export function holesOf({ url, headers, body }: Request): Hole[] {
  return [url, ...Object.values(headers), body ?? ''].flatMap(holesIn)
}

/** An address as it might be once it is filled in, to see whether it is one. */
export function sampleAddress(text: string): string {
  return text.replace(/^\$\{(?:secret|capture):[^}]*\}/, 'https://host.example/').replace(HOLE, 'x')
}

/** The value of a hole; undefined leaves it open, for a later time. */
export type Values = (hole: Hole) => string | undefined

/** As a value is put at `offset` of a text. */
type Encode = (value: string, offset: number) => string

/**
 * Fills the holes of a text. As long as some may stay open, $${ stays as well and what is filled in is escaped; the last
 * time (`last`) every $${ becomes a plain ${.
 */
export function fillText(text: string, values: Values, { last }: { last: boolean }, encode?: Encode): string {
  return text.replace(HOLE, (whole, kind: Hole['kind'] | undefined, name: string, offset: number) => {
    if (kind === undefined) return last ? '${' : whole
    const value = values({ kind, name })
    if (value === undefined) return whole
    const encoded = encode?.(value, offset) ?? value
    return last ? encoded : escaped(encoded)
  })
}

/**
 * Fills the holes of a request so that no value can add to it: encoded in an address (but where the address begins with it)
 * and in a form, as part of a text in JSON; as it is in headers and other bodies.
 */
export function fillRequest<R extends Request>(http: R, values: Values, when: { last: boolean }): R {
  const type = Object.entries(http.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const encode = /json/i.test(type) ? inJson : /x-www-form-urlencoded/i.test(type) ? inForm : undefined
  return {
    ...http,
    url: fillText(http.url, values, when, (value, offset) => (offset === 0 ? value : inForm(value))),
    headers: Object.fromEntries(
      Object.entries(http.headers).map(([name, value]) => [name, fillText(value, values, when)]),
    ),
    body: http.body === null ? null : fillText(http.body, values, when, encode),
  }
}

const inForm = (value: string) => encodeURIComponent(value)
const inJson = (value: string) => JSON.stringify(value).slice(1, -1)

import { isUtf8 } from 'node:buffer'

/** The header fields of a mail in their order, unfolded, as they were sent; names in lower case. */
export type Head = { fields: readonly Field[]; bodyAt: number }
export type Field = { name: string; value: string }

/** More than any mail program or relay writes. What is past it is not looked at. */
const MOST_HEAD_BYTES = 262_144
const MOST_FIELDS = 1_000

/** Reads the head of any bytes, without ever refusing them: a line that is no field ends nothing and is passed over. */
export function readHead(raw: Buffer): Head {
  const bodyAt = endOfHead(raw)
  const lines = raw
    .subarray(0, Math.min(bodyAt, MOST_HEAD_BYTES))
    .toString(isUtf8(raw.subarray(0, Math.min(bodyAt, MOST_HEAD_BYTES))) ? 'utf8' : 'latin1')
    .split(/\r?\n/)
  const folded: string[][] = []
  for (const line of lines) {
    if (/^[ \t]/.test(line) && folded.length > 0) folded.at(-1)!.push(line)
    else folded.push([line])
  }
  const fields: Field[] = []
  for (const parts of folded) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(parts.join('')) ?? []
    if (name !== undefined && fields.length < MOST_FIELDS)
      fields.push({ name: name.toLowerCase(), value: value!.replaceAll('\r', ' ').trim() })
  }
  return { fields, bodyAt }
}

/** The first value of a field; null where it is not there. */
export const fieldOf = ({ fields }: Pick<Head, 'fields'>, name: string): string | null =>
  fields.find((field) => field.name === name)?.value ?? null

function endOfHead(raw: Buffer): number {
  const crlf = raw.indexOf('\r\n\r\n')
  const lf = raw.indexOf('\n\n')
  if (crlf === -1 && lf === -1) return raw.length
  return crlf !== -1 && (lf === -1 || crlf < lf) ? crlf + 4 : lf + 2
}

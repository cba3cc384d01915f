import { isUtf8 } from 'node:buffer'
import { fileTypeFromBuffer } from 'file-type'

/** What a browser may show in place: pixels and nothing that runs. */
const RASTER = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** What may be served under its own name where bytes and sender agree; nothing of it is opened in place. */
const PLAIN = new Set([
  'application/pdf',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'image/heic',
  'video/mp4',
  'video/quicktime',
  'text/plain',
  'text/csv',
  'text/calendar',
])

const UNKNOWN = 'application/octet-stream'

/** How much of a file says what it is. */
export const HEAD_BYTES = 65_536

/** A type as it may be kept: lower case, without parameters; what is none is unknown bytes. */
export function cleanType(claimed: string): string {
  const type = claimed.split(';')[0]!.trim().toLowerCase()
  return /^[a-z0-9][\w.+-]{0,63}\/[a-z0-9][\w.+-]{0,100}$/.test(type) ? type : UNKNOWN
}

/**
 * What the first bytes of a file show it to be. Where they show nothing, text is what its sender calls it, as no bytes tell one
 * kind of text from another; anything else is unknown.
 */
export async function typeOf(head: Buffer, claimed: string): Promise<string> {
  const seen = await fileTypeFromBuffer(head).catch(() => undefined)
  if (seen !== undefined) return cleanType(seen.mime)
  const isText = !head.includes(0) && isUtf8(wholeCharacters(head))
  return isText && /^(text\/|message\/|application\/(json|xml|javascript)$|image\/svg\+xml$)/.test(claimed)
    ? claimed
    : UNKNOWN
}

/** How a file is sent to a browser: `inline` only for pixels; unknown bytes where there is any doubt about what it is. */
export function servedAs(file: { type: string; claimedType: string }): { type: string; inline: boolean } {
  if (RASTER.has(file.type)) return { type: file.type, inline: true }
  const sure = file.type === file.claimedType && PLAIN.has(file.type)
  if (!sure) return { type: UNKNOWN, inline: false }
  return { type: file.type.startsWith('text/') ? `${file.type}; charset=utf-8` : file.type, inline: false }
}

/** Without the part of a character that the cut at the end left over. */
function wholeCharacters(head: Buffer): Buffer {
  if (head.length < HEAD_BYTES) return head
  let end = head.length
  while (end > head.length - 4 && (head[end - 1]! & 0b1100_0000) === 0b1000_0000) end -= 1
  return head.subarray(0, end - 1)
}

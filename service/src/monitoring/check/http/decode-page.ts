import type { Body } from '@tractops/platform'

/** No more of a page is read, before or after it is unpacked. */
export const MAX_PAGE_BYTES = 1024 * 1024

/** A page as far as it was read. `complete` is false where it goes on after {@link MAX_PAGE_BYTES}. */
export type Page = { text: string; complete: boolean }

/** The text of a body, by the charset that its content type names; UTF-8 where it names none that is known. */
export function decodePage({ bytes, complete }: Body, contentType: string): Page {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return { text: new TextDecoder(charset).decode(bytes), complete }
  } catch {
    return { text: bytes.toString('utf8'), complete }
  }
}

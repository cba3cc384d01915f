import { Away, refusal } from './api.ts'
import type { Attached } from './types.ts'

/** A file on its way; `part` of it, from 0 to 1, has gone. */
export type Upload = { file: File; ticket: string; part: number; problem: string; waiting: boolean }

/** Sends one file, telling how far it is. @throws Refused, Away */
export function upload(
  url: string,
  { file, token, onPart }: { file: File; token: string | null; onPart(part: number): void },
): Promise<Attached> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has gone.
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => onPart(total ? loaded / total : 0)
    request.onerror = () => reject(new Away())
    request.onload = () =>
      request.status === 201
        ? resolve(request.response as Attached)
        : reject(refusal(request.status, request.response ?? {}, request.getResponseHeader('retry-after')))
    request.send(file)
  })
}

import type { Attachment } from '../../api/desk.ts'
import { Problem } from '../../api/problem.ts'

/** Uploads a file and tells how far it is, from 0 to 1. Rejects with the service's `Problem`. */
export function upload(file: File, onProgress: (part: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/attachments?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('x-tractops-console', '1')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    request.onload = () =>
      request.status === 201
        ? resolve(request.response as Attachment)
        : reject(new Problem(request.status, (request.response ?? {}) as object))
    request.onerror = () =>
      reject(
        new Problem(0, {
          detail: `${file.name} was not uploaded: the service cannot be reached. Add it again.`,
        }),
      )
    request.send(file)
  })
}

/** "1.2 MB", truncated. */
export function spellSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.floor(bytes / 1_000)} kB`
  return `${Math.floor(bytes / 100_000) / 10} MB`
}

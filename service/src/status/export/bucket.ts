import { guardedFetch } from '@tractops/platform'
import { AwsClient } from 'aws4fetch'
import { hashOf } from './page-copy.ts'
import type { SiteFile } from './site.ts'
import type { Store } from './start-export.ts'

/** A bucket of an S3-compatible store; objects are addressed by path: ENDPOINT/BUCKET/PREFIX/NAME. */
export type BucketSettings = {
  endpoint: string
  bucket: string
  prefix: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

const TIMEOUT_MS = 10_000
const ANSWER_BYTES = 65_536
const AT_ONCE = 8

/**
 * A bucket that holds the copy. What has not changed since this process put it is not put again; pages that others lead to
 * come before `/status`, which comes last, so that no link leads to what is not there yet. What fails is put the next time.
 */
export function bucketStore(settings: BucketSettings, now: () => Temporal.Instant): Store {
  const { endpoint, bucket, prefix, region, accessKeyId, secretAccessKey } = settings
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix === '' ? '' : `${prefix.replace(/^\/+|\/+$/g, '')}/`}`
  const there = new Map<string, string>()

  async function ask(method: 'PUT' | 'DELETE', name: string, file?: SiteFile): Promise<void> {
    const url = root + name.split('/').map(encodeURIComponent).join('/')
    const body = file === undefined ? null : Buffer.from(file.body)
    const headers =
      file === undefined ? {} : { 'content-type': file.type, 'cache-control': 'public, max-age=5' }
    const datetime = now().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
    const signed = await aws.sign(url, { method, headers, body, aws: { datetime } })
    const answer = await guardedFetch(url, {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(body === null ? {} : { body }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: ANSWER_BYTES,
      allowPrivate: [new URL(endpoint).hostname],
    })
    if (answer.status >= 300 && !(method === 'DELETE' && answer.status === 404))
      throw new Error(
        `${method} ${url} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
      )
  }

  return {
    name: root,
    async put(files) {
      const changed = files.filter((file) => there.get(file.name) !== hashOf(file.body))
      const put = async (file: SiteFile) => {
        await ask('PUT', file.name, file)
        there.set(file.name, hashOf(file.body))
      }
      const last = changed.splice(Math.max(0, changed.length - 1))
      for (let i = 0; i < changed.length; i += AT_ONCE)
        await Promise.all(changed.slice(i, i + AT_ONCE).map(put))
      for (const file of last) await put(file)
      const names = new Set(files.map(({ name }) => name))
      for (const name of there.keys()) {
        if (names.has(name)) continue
        await ask('DELETE', name)
        there.delete(name)
      }
    },
  }
}

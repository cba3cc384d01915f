import { createHash } from 'node:crypto'
import { type Fetched, guardedFetch } from '@tractops/platform'
import { AwsClient } from 'aws4fetch'

/** A bucket of an S3-compatible store; objects are addressed by path: ENDPOINT/BUCKET/PREFIX/NAME. */
export type BucketSettings = {
  endpoint: string
  bucket: string
  prefix: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export type Bucket = {
  /** The address that all names are below, with a slash at its end. */
  root: string
  put(name: string, body: Buffer, headers: Record<string, string>): Promise<void>
  /** An object whole, of at most `maxBytes`; null where there is none. */
  get(name: string, maxBytes: number): Promise<Buffer | null>
  /** What is not there is as good as removed. */
  remove(name: string): Promise<void>
}

const TIMEOUT_MS = 10_000
const BYTES_PER_MS = 500
const ANSWER_BYTES = 65_536

/** Signed requests to a bucket. Each throws, with what was answered, when it is refused; a large object is given more time. */
export function openBucket(settings: BucketSettings, now: () => Temporal.Instant): Bucket {
  const { endpoint, bucket, prefix, region, accessKeyId, secretAccessKey } = settings
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix === '' ? '' : `${prefix.replace(/^\/+|\/+$/g, '')}/`}`

  async function ask(
    method: 'PUT' | 'GET' | 'DELETE',
    name: string,
    { body = null, headers = {}, maxBytes = ANSWER_BYTES }: Partial<Asked> = {},
  ): Promise<Fetched> {
    const url = root + name.split('/').map(encodeURIComponent).join('/')
    const datetime = now().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const signed = await aws.sign(url, {
      method,
      headers: { ...headers, 'x-amz-content-sha256': hash },
      body: body as Buffer<ArrayBuffer> | null,
      aws: { datetime },
    })
    const answer = await guardedFetch(url, {
      method,
      headers: { ...Object.fromEntries(signed.headers), 'accept-encoding': 'identity' },
      ...(body === null ? {} : { body }),
      timeoutMs: TIMEOUT_MS + Math.max(body?.length ?? 0, maxBytes) / BYTES_PER_MS,
      maxBytes,
      allowPrivate: [new URL(endpoint).hostname],
      redirects: 0,
    })
    if (answer.status >= 300 && !(method !== 'PUT' && answer.status === 404))
      throw new Error(
        `${method} ${url} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
      )
    return answer
  }

  return {
    root,
    async put(name, body, headers) {
      await ask('PUT', name, { body, headers })
    },
    async get(name, maxBytes) {
      const answer = await ask('GET', name, { maxBytes: Math.max(maxBytes, ANSWER_BYTES) })
      return answer.status === 404 ? null : answer.body
    },
    async remove(name) {
      await ask('DELETE', name)
    },
  }
}

type Asked = { body: Buffer | null; headers: Record<string, string>; maxBytes: number }

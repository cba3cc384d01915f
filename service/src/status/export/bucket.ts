import { type BucketSettings, openBucket } from '../../bucket/index.ts'
import { hashOf } from './page-copy.ts'
import type { SiteFile } from './site.ts'
import type { Store } from './start-export.ts'

const AT_ONCE = 8

/**
 * A bucket that holds the copy. What has not changed since this process put it is not put again; pages that others lead to
 * come before `/status`, which comes last, so that no link leads to what is not there yet. What fails is put the next time.
 */
export function bucketStore(settings: BucketSettings, now: () => Temporal.Instant): Store {
  const bucket = openBucket(settings, now)
  const there = new Map<string, string>()
  return {
    name: bucket.root,
    async put(files) {
      const changed = files.filter((file) => there.get(file.name) !== hashOf(file.body))
      const put = async (file: SiteFile) => {
        const headers = { 'content-type': file.type, 'cache-control': 'public, max-age=5' }
        await bucket.put(file.name, Buffer.from(file.body), headers)
        there.set(file.name, hashOf(file.body))
      }
      const last = changed.splice(Math.max(0, changed.length - 1))
      for (let i = 0; i < changed.length; i += AT_ONCE)
        await Promise.all(changed.slice(i, i + AT_ONCE).map(put))
      for (const file of last) await put(file)
      const names = new Set(files.map(({ name }) => name))
      for (const name of there.keys()) {
        if (names.has(name)) continue
        await bucket.remove(name)
        there.delete(name)
      }
    },
  }
}

import { AppError } from '@tractops/platform'
import { type Doc, type EncodedPage, encodePage } from './encode.ts'

/** Pages that are made when somebody asks, and kept; at most `most` of them, the least asked for going first. */
export type Shelf = {
  /**
   * The page kept under `key` where it was made under the same `stamp`, else one made now. Where making fails and there is
   * an older one, that one is given: a database that is away takes no page away. What is gone (an AppError 4xx) is thrown.
   */
  get(key: string, stamp: unknown, make: () => Doc | Promise<Doc>): Promise<EncodedPage>
}

type Kept = { stamp: unknown; page: Promise<EncodedPage> }

export function createShelf(options: {
  most: number
  headers: Record<string, string>
  onError: (error: unknown) => void
}): Shelf {
  const shelf = new Map<string, Kept>()

  function keep(key: string, kept: Kept): void {
    shelf.delete(key)
    shelf.set(key, kept)
    if (shelf.size > options.most) shelf.delete(shelf.keys().next().value!)
  }

  return {
    get(key, stamp, make) {
      const before = shelf.get(key)
      if (before !== undefined && before.stamp === stamp) {
        keep(key, before)
        return before.page
      }
      const page = (async () => encodePage(await make(), options.headers))().catch((error: unknown) => {
        const gone = error instanceof AppError && error.status < 500
        if (before === undefined || gone) {
          shelf.delete(key)
          throw error
        }
        options.onError(error)
        return before.page
      })
      keep(key, { stamp, page })
      return page
    },
  }
}

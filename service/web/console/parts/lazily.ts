import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** So long after the page's own script a part is fetched that was not asked for yet. */
const SOON_MS = 3_000

/**
 * A part of a page that it can be used without: fetched when it is first shown, or some seconds after the page, so that whoever asks for
 * it then does not wait. It stands within a `Suspense`.
 */
// biome-ignore lint/suspicious/noExplicitAny: components take what they take.
export function lazily<T extends ComponentType<any>>(load: () => Promise<T>): LazyExoticComponent<T> {
  setTimeout(() => void load().catch(() => {}), SOON_MS)
  return lazy(async () => ({ default: await load() }))
}

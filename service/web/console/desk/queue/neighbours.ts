import type { Question } from './question.ts'

const KEPT = 'tractops.queue'

type Kept = { ids: string[]; at: string | null; question: Question }

const read = (): Kept => {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '') as Kept
  } catch {
    return { ids: [], at: null, question: {} }
  }
}

/** Remembers the queue as it was left, so that the next ticket is a key away and the place is kept. */
export function keepQueue(ids: string[], question: Question): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...read(), ids, question }))
}

/** What the queue was asked for when it was left. */
export const questionKept = (): Question => read().question ?? {}

export function keepPlace(at: string | null): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...read(), at }))
}

export const placeKept = (): string | null => read().at

/** The tickets before and after one in the queue that it was opened from; null at its ends. */
export function neighboursOf(id: string): { before: string | null; after: string | null } {
  const { ids } = read()
  const i = ids.indexOf(id)
  return i < 0
    ? { before: null, after: ids[0] ?? null }
    : { before: ids[i - 1] ?? null, after: ids[i + 1] ?? null }
}

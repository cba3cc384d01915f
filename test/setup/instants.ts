import { expect } from 'vitest'

/*
 * An instant has no fields of its own, so `toMatchObject` would take any instant for any other, and for null. Here two things of
 * Temporal are equal when they are of one kind and say the same.
 */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    const [kindOfA, kindOfB] = [kindOf(a), kindOf(b)]
    if (kindOfA === null && kindOfB === null) return undefined
    return kindOfA === kindOfB && String(a) === String(b)
  },
])

function kindOf(value: unknown): string | null {
  const tag = typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : ''
  return tag.startsWith('[object Temporal.') ? tag : null
}

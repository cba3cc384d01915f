import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('so many at once, in the order in which they came, and what is urgent before all that waits', async () => {
  const turns = new Turns(1)
  const done: string[] = []
  const work = (name: string, urgent = false) =>
    turns.take(
      async () => {
        done.push(`${name} begins`)
        await Promise.resolve()
        done.push(name)
        if (name === 'b') throw new Error('b is broken')
      },
      { urgent },
    )
  await Promise.allSettled([work('a'), work('b'), work('c'), work('p1', true)])
  expect(done.filter((name) => !name.endsWith('begins'))).toEqual(['a', 'p1', 'b', 'c'])
  expect(done.slice(0, 2)).toEqual(['a begins', 'a'])
})

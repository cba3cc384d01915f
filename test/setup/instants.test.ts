import { expect, test } from 'vitest'

const noon = Temporal.Instant.from('2026-11-24T12:00:00Z')
const later = noon.add({ seconds: 1 })

test('an instant in an object is matched by the same instant, and by no other thing', () => {
  expect([{ at: noon }]).toMatchObject([{ at: Temporal.Instant.from('2026-11-24T13:00:00+01:00') }])
  for (const other of [later, null, undefined, noon.toString(), {}]) {
    expect([{ at: other }]).not.toMatchObject([{ at: noon }])
    expect([{ at: noon }]).not.toEqual([{ at: other }])
  }
  expect({ at: noon }).toMatchObject({ at: expect.anything() })
})

import { AppError } from '@tractops/platform'
import { describe, expect, test } from 'vitest'
import { refuseWeak } from './password.ts'

const about = ['Ava Hoffmann', 'ava@tractops.example']
const because = (password: string): string | null => {
  try {
    refuseWeak(password, about, 'password')
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'password_weak', status: 400, path: 'password' })
    return (error as Error).message
  }
}

describe('a password is refused', () => {
  test.each([
    ['too short', 'short', /has 5 characters; take 12 or more/],
    ['too long', 'a lamp '.repeat(20), /longer than 128/],
    ['leaked, with a number', 'password1234', /guessed first/],
    ['leaked, with signs for letters', 'P@ssw0rd2026!!', /guessed first/],
    ['a famous example', 'correct horse battery staple', /guessed first/],
    ['a season and a year', 'Summer2026!!!!', /guessed first/],
    ['the name of its owner', 'Ava.Hoffmann1', /guessed first/],
    ['the name of the product', 'TractOps-2026!', /guessed first/],
    ['digits alone', '981273645501', /guessed first/],
    ['one letter', 'zzzzzzzzzzzz', /guessed first|repeats itself/],
    ['a word over and over', 'lampslampslamps', /repeats itself/],
    ['a run of keys', 'poiuytrewqlkjhgf', /follows the keyboard/],
  ])('that is %s', (_, password, reason) => {
    expect(because(password)).toMatch(reason)
  })
})

test.each(['blue otter sings low', 'xK9#mQ2$vL7!', 'lamp-riverbed-94-quietly', 'siebzehn leise Möwen'])(
  'one that nobody would guess will do: %s',
  (password) => {
    expect(because(password)).toBeNull()
  },
)

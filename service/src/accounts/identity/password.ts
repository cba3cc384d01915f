import { AppError } from '@tractops/platform'
import { COMMON } from './common-passwords.ts'

export const shortestPassword = 12
export const longestPassword = 128

const KEYBOARD = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  'abcdefghijklmnopqrstuvwxyz',
]
const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Refuses a password that is short, or that those who guess passwords try first: leaked ones, runs, repetitions, and what
 * is known of its owner (`about`: the name, the address). Nothing is asked of the network. `path` names the field at fault.
 */
export function refuseWeak(password: string, about: readonly string[], path: string): void {
  const because = weakness(password, about)
  if (because !== null) throw new AppError('password_weak', 400, because, { path })
}

/** Why a password is weak, in a sentence; null for one that will do. */
function weakness(password: string, about: readonly string[] = []): string | null {
  const length = [...password].length
  if (length < shortestPassword)
    return `The password has ${length} characters; take ${shortestPassword} or more. A few words are easy to remember.`
  if (password.length > longestPassword) return `The password is longer than ${longestPassword} characters.`
  const core = coreOf(password)
  const own = about
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length > 3)
  const left = [...COMMON, ...own, 'tractops'].reduce((text, word) => text.replaceAll(word, ' '), core)
  if (left.replaceAll(/[\s\d\p{P}\p{S}]/gu, '').length < 4 && isMade(password, core, left))
    return 'The password is made of what is guessed first: leaked passwords, your name, or the like. Take a few words that do not belong together.'
  if (unitOf(core).length < 6)
    return 'The password repeats itself. Take a few words that do not belong together.'
  if (isRun(core))
    return 'The password follows the keyboard or the alphabet. Take a few words that do not belong together.'
  return null
}

/** Lower case, without accents, digits that stand for letters read as those letters. */
function coreOf(password: string): string {
  const plain = password.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.replaceAll(/(?<=\p{L})[013457@$!](?=\p{L})/gu, (sign) => LEET[sign]!)
}

/** True where known words were found in it, or where it has no letters to speak of and few different signs. */
const isMade = (password: string, core: string, left: string): boolean =>
  left !== core || new Set(password).size < 8 || /^\d+$/.test(password)

/** The shortest text that, repeated, makes `text`. */
function unitOf(text: string): string {
  for (let n = 1; n <= text.length / 2; n++)
    if (
      text
        .slice(0, n)
        .repeat(Math.ceil(text.length / n))
        .slice(0, text.length) === text
    )
      return text.slice(0, n)
  return text
}

/** True where most neighbours are neighbours on the keyboard or in the alphabet too. */
function isRun(text: string): boolean {
  const letters = text.replaceAll(/[^a-z]/g, '')
  if (letters.length < 6) return false
  const rows = [...KEYBOARD, ...KEYBOARD.map((row) => [...row].reverse().join(''))].join(' ')
  let near = 0
  for (let i = 1; i < letters.length; i++) if (rows.includes(letters.slice(i - 1, i + 1))) near += 1
  return near / (letters.length - 1) > 0.8
}

import { AppError } from '@tractops/platform'

const longest = 100

/** A name as it is kept; throws for one that cannot be printed. */
export function nameOf(given: string): string {
  const name = given.trim()
  if (name === '' || name.length > longest || /\p{Cc}/u.test(name))
    throw new AppError('invalid_name', 400, `Give a name of 1 to ${longest} printable characters.`, {
      path: 'name',
    })
  return name
}

import type { Person } from '../../api/types.ts'

/** What signs somebody in, in words. */
export function factorsOf({ totp, passkeys }: Pick<Person, 'totp' | 'passkeys'>): string {
  const passkey = passkeys === 0 ? [] : [passkeys === 1 ? 'a passkey' : `${passkeys} passkeys`]
  const ways = [...(totp ? ['password and app'] : []), ...passkey]
  return ways.length === 0 ? 'no second factor yet' : ways.join(', ')
}

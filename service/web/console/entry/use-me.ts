import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { type Me, ROLES, type Role } from '../../api/types.ts'

/** Who is signed in. */
export const useMe = () =>
  useQuery({ queryKey: ['accounts', 'me'], queryFn: () => ask<Me>('GET', '/api/v1/me') })

/** True when who is signed in may do what `needed` may. */
export function useMay(needed: Role = 'viewer'): boolean {
  const { data } = useMe()
  return data !== undefined && ROLES.indexOf(data.role) >= ROLES.indexOf(needed)
}

import { useQuery } from '@tanstack/react-query'
import { ask, type Me } from '../api.ts'

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => ask<Me>('GET', '/me') })

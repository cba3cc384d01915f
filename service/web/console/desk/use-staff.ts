import { useQuery } from '@tanstack/react-query'
import { ask, type Page } from '../../api/ask.ts'
import type { StaffName, Team } from '../../api/desk.ts'

export const useStaff = () =>
  useQuery({ queryKey: ['accounts', 'staff'], queryFn: () => ask<Page<StaffName>>('GET', '/api/v1/staff') })

export const useTeams = () =>
  useQuery({ queryKey: ['desk', 'teams'], queryFn: () => ask<Page<Team>>('GET', '/api/v1/teams') })

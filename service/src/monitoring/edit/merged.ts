import { AppError } from '@tractops/platform'
import type { Written } from './tables.ts'

/** The fields of `before` with those of `changes`; null takes one away. */
export function merged(before: Written, changes: Written): Written {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null))
}

export function refuseRenaming(key: string, written: Written): void {
  if (written.key === key) return
  throw new AppError(
    'key_fixed',
    400,
    'A key stays, as its history goes by it; make a new one and retire this.',
    {
      path: 'body.key',
    },
  )
}

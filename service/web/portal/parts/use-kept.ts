import { useCallback, useState } from 'react'
import { useMe } from '../entry/use-me.ts'

const PREFIX = 'tractops.portal '

/**
 * What is being written under `name`, kept in this browser until `blank` stands there again: neither a page that is loaded anew nor a
 * session that has ended meanwhile loses it. Readers of one computer do not see each other's.
 */
export function useKept<T>(name: string, blank: T): [T, (value: T) => void] {
  const key = `${PREFIX}${useMe().data?.email ?? ''} ${name}`
  const [value, setValue] = useState<T>(() => read<T>(key) ?? blank)
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      const text = JSON.stringify(next)
      try {
        if (text === JSON.stringify(blank)) localStorage.removeItem(key)
        else localStorage.setItem(key, text)
      } catch {
        // Where the browser refuses, it lasts as long as the page.
      }
    },
    [key, blank],
  )
  return [value, keep]
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

/** Whoever signs out leaves nothing behind. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // Then nothing was kept.
  }
}

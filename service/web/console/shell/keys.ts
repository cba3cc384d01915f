import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'

/** What a key does on the page that is shown, said in the palette and in the list of shortcuts. */
export type Key = { keys: string; does: string; run: () => void }

const shown = new Map<symbol, Key[]>()
const listeners = new Set<() => void>()
let all: readonly Key[] = []

/** Gives the page its own keys while it is shown; those without a meaning just now are left out by whoever calls. */
export function useKeys(keys: Key[]): void {
  const latest = useRef(keys)
  latest.current = keys
  const said = keys.map(({ keys: key, does }) => `${key} ${does}`).join('\n')
  // Registered anew only where another key is offered, and before what it is for can be seen: keys are pressed at once.
  useLayoutEffect(() => {
    const id = Symbol(said)
    const running = latest.current.map(({ keys: key, does }, i) => ({
      keys: key,
      does,
      run: () => latest.current[i]?.run(),
    }))
    shown.set(id, running)
    tell()
    return () => {
      shown.delete(id)
      tell()
    }
  }, [said])
}

function tell(): void {
  all = [...shown.values()].flat()
  for (const listener of listeners) listener()
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The keys of the page that is shown, at this moment. */
export const shownKeys = (): readonly Key[] => all

/** The same, to be listed. */
export const useShownKeys = (): readonly Key[] => useSyncExternalStore(listen, () => all)

const OFF = 'tractops.keys-off'
let off = localStorage.getItem(OFF) !== null

/** Whether keys without Ctrl do anything: whoever dictates can turn them off. */
export const useKeysOff = (): boolean => useSyncExternalStore(listen, () => off)

export function turnKeys(on: boolean): void {
  off = !on
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, '1')
  for (const listener of listeners) listener()
}

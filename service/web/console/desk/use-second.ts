import { useSyncExternalStore } from 'react'
import { nowMs } from '../../api/now.ts'

const listeners = new Set<() => void>()
let second = 0
let timer: ReturnType<typeof setInterval> | undefined

const read = () => (timer === undefined ? Math.floor(nowMs() / 1_000) * 1_000 : second)

function listen(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    second = read()
    timer = setInterval(tick, 1_000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  second = Math.floor(nowMs() / 1_000) * 1_000
  for (const listener of listeners) listener()
}

/** Now in epoch ms, whole seconds, by the service's clock; one timer for everything that counts down. */
export const useSecond = (): number => useSyncExternalStore(listen, read)

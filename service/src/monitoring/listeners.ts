import type { Measured } from './record/recorder.ts'

const listeners = new Set<(measured: Measured) => void>()

/** Calls `listener` in this process after each committed batch of results, until the returned function is called. */
export function onMeasured(listener: (measured: Measured) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells every listener; what one throws keeps it from none of the others. */
export function tellMeasured(measured: Measured, onError: (error: unknown) => void): void {
  for (const listener of listeners) {
    try {
      listener(measured)
    } catch (error) {
      onError(error)
    }
  }
}

import { expect } from 'vitest'
import { SlaError } from '../src/error.ts'

/** The refusal that a call must end in. */
export function refusal(call: () => unknown): SlaError {
  let result: unknown
  try {
    result = call()
  } catch (error) {
    expect(error).toBeInstanceOf(SlaError)
    return error as SlaError
  }
  throw new Error(`not refused: ${JSON.stringify(result)}`)
}

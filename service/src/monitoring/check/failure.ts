import { FetchFailure } from '@tractops/platform'

/** A check that found the target down; the message is its reason, as people read it. */
export class Failure extends FetchFailure {
  override readonly name = 'Failure'
}
